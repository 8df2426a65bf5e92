"""Checks of what requests say, which need nothing but the request."""

import re
from typing import Any

from localaws.batch.refusal import RefusalError

Parameters = dict[str, Any]

LEAST_TIMEOUT = 60
_IDENTIFIER = re.compile(r"[A-Za-z0-9]{1,255}\*?")


def check_container(container: Parameters) -> None:
    """Check what a container needs to start.

    Raises:
        RefusalError: Image, vCPUs or memory are missing, or a mount has no volume.
    """
    if not container.get("image"):
        raise RefusalError("Container properties must have an image.")
    needs = {item["type"]: item["value"] for item in container.get("resourceRequirements", [])}
    for kind, older in (("VCPU", "vcpus"), ("MEMORY", "memory")):
        try:
            enough = float(needs.get(kind) or container.get(older) or 0) > 0
        except ValueError:
            enough = False
        if not enough:
            raise RefusalError(
                f"resourceRequirements must have a {kind} greater than 0, got {needs.get(kind)!r}."
            )
    volumes = {volume["name"] for volume in container.get("volumes", [])}
    for mount in container.get("mountPoints", []):
        if mount.get("sourceVolume") not in volumes:
            raise RefusalError(f"Mount point {mount.get('sourceVolume')!r} has no volume.")


def check_timeout(timeout: Parameters) -> None:
    """Check the time limit of an attempt.

    Raises:
        RefusalError: It is under a minute.
    """
    if timeout.get("attemptDurationSeconds", LEAST_TIMEOUT) < LEAST_TIMEOUT:
        raise RefusalError(f"attemptDurationSeconds must be at least {LEAST_TIMEOUT} seconds.")


def check_identifier(identifier: str) -> None:
    """Check the identifier of a share: letters and digits, then perhaps an asterisk.

    Raises:
        RefusalError: It has other signs.
    """
    if not _IDENTIFIER.fullmatch(identifier):
        raise RefusalError(
            f"Share identifier {identifier!r} is not valid: it can have letters and digits, and"
            " end with an asterisk (*)."
        )
