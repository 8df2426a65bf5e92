"""The script that analyses one folder, from this machine or from S3."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from virtuallab.errors import Problems, aws_problem, is_missing
from virtuallab.nearest import nearest
from virtuallab.places import SCHEME

KINDS = {".R": "Rscript", ".r": "Rscript", ".py": "python3", ".sh": "bash"}
MOST_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Script:
    """A script as it is sent to the jobs."""

    name: str
    body: bytes

    @property
    def sha256(self) -> str:
        """Return the hash by which markers name the script."""
        return hashlib.sha256(self.body).hexdigest()


def read_script(path: str, s3: Any, problems: Problems) -> Script | None:  # noqa: ANN401
    """Read a script; what is wrong with it goes to the problems.

    Args:
        path: of a file here, or `s3://bucket/key`.
        s3: a client.
        problems: where to tell.
    """
    if path.startswith(SCHEME) and not all(path.removeprefix(SCHEME).partition("/")[::2]):
        problems.add("script", f"{path} is no s3://bucket/key", "name the object with the script")
        return None
    body = _from_s3(path, s3, problems) if path.startswith(SCHEME) else _from_disk(path, problems)
    stem, dot, ending = path.rpartition("/")[2].rpartition(".")
    if f".{ending}" not in KINDS or not stem:
        kind = f".{ending}".lower()
        renamed = kind if kind in KINDS else ""
        known = ", ".join(f"{each} ({KINDS[each]})" for each in (".R", ".py", ".sh"))
        message = f"{path} is of no kind that jobs can start (got {dot}{ending})"
        problems.add("script", message, f"rename it to {renamed}" if renamed else f"known: {known}")
        return None
    if body is None:
        return None
    if not body.strip():
        problems.add("script", f"{path} is empty", "save it first")
    if len(body) > MOST_BYTES:
        message = f"{path} has {len(body)} bytes, which is no script"
        problems.add("script", message, f"at most {MOST_BYTES}; put data beside the input")
    if ending == "sh" and b"\r\n" in body:
        message = f"{path} has line ends of Windows, which bash does not understand"
        problems.add("script", message, f"sed -i 's/\\r$//' {path}")
    return Script(f"{plain_stem(stem)}.{ending}", body)


def plain_stem(text: str) -> str:
    """Return a text as a part of keys and of names of runs, at most 40 characters."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", text).strip("-")[:40] or "script"


def _from_disk(path: str, problems: Problems) -> bytes | None:
    file = Path(path).expanduser()
    try:
        return file.read_bytes()
    except FileNotFoundError:
        known = [each.name for each in file.parent.glob("*") if each.suffix in KINDS]
        hint = nearest(file.name, known) if known else "name a file of this machine, or s3://..."
        problems.add("script", f"there is no file {path}", hint)
    except OSError as error:
        problems.add("script", f"{path} cannot be read: {error.strerror}", "name a file")
    return None


def _from_s3(path: str, s3: Any, problems: Problems) -> bytes | None:  # noqa: ANN401
    bucket, _, key = path.removeprefix(SCHEME).partition("/")
    try:
        body: bytes = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    except ClientError as error:
        if not is_missing(error):
            problems.append(aws_problem(f"script {path}", error))
        else:
            hint = "upload it first, or name a file of this machine"
            problems.add("script", f"there is no object {path}", hint)
    except BotoCoreError as error:
        problems.append(aws_problem(f"script {path}", error))
    else:
        return body
    return None
