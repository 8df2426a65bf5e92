"""Where a command goes: the embedded AWS on this machine, or a real account."""

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from cdk.config.load import Loaded
from cdk.errors import Finding, LabError
from console.errors import ConsoleError
from localaws.errors import LocalAwsError
from localaws.instance import LocalAws
from localaws.loopback import require_loopback

if TYPE_CHECKING:
    from botocore.awsrequest import AWSPreparedRequest

STATE = Path(".lab")


class Target(Protocol):
    """An AWS to deploy to."""

    name: str
    emulated: bool

    def client(self, service: str) -> Any:  # noqa: ANN401 - boto3 makes clients at run time
        """Return a boto3 client of this target."""


def local_aws(loaded: Loaded) -> LocalAws:
    """Return the embedded AWS of a lab's environment; every environment has its own."""
    config = loaded.config
    folder = STATE / f"{config.name}-{config.env}"
    return LocalAws(folder=folder, account=config.account, region=config.region)


class LocalTarget:
    """The embedded AWS. Once entered, this process and its children can reach nothing else."""

    emulated = True

    def __init__(self, aws: LocalAws) -> None:
        self.aws = aws
        self.name = f"the embedded AWS in {aws.folder}"

    def enter(self) -> None:
        """Replace the whole environment of this process by that of the embedded AWS."""
        environment = self.aws.environment()
        os.environ.clear()
        os.environ.update(environment)

    @cached_property
    def _session(self) -> boto3.Session:
        session = boto3.Session()
        # boto3 has no public way to its event system short of a client.
        session.events.register("before-send", self._refuse_foreign)
        return session

    def client(self, service: str, keys: Mapping[str, str] = MappingProxyType({})) -> Any:  # noqa: ANN401
        """Return a boto3 client that refuses to send anything off this machine.

        Args:
            service: as boto3 names it.
            keys: credentials to use instead of the administrator's.
        """
        return self._session.client(service, **keys)

    def plain_client(self, service: str) -> Any:  # noqa: ANN401
        """Return a boto3 client that speaks plain HTTP, to show that it is refused."""
        return self._session.client(service, endpoint_url=self.aws.status().plain_endpoint)

    def _refuse_foreign(self, request: "AWSPreparedRequest", **_: object) -> None:
        parts = urlsplit(request.url)
        require_loopback(f"{parts.scheme}://{parts.netloc}", source="a request")


class AwsTarget:
    """A real AWS account, reached with the caller's own credentials."""

    emulated = False

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self.name = f"AWS account {loaded.config.account}"

    def enter(self) -> None:
        """Make sure that the credentials are those of the account in the YAML.

        Raises:
            LabError: they are another account's.
            ConsoleError: there are none, or AWS refuses them.
        """
        os.environ["AWS_REGION"] = os.environ["AWS_DEFAULT_REGION"] = self._loaded.config.region
        try:
            actual = self.client("sts").get_caller_identity()["Account"]
        except (BotoCoreError, ClientError) as error:
            raise ConsoleError(
                f"AWS does not accept the credentials in use: {error}\n"
                "Log in first, for example with `aws sso login`, or deploy with --local."
            ) from None
        wanted = self._loaded.config.account
        if actual != wanted:
            place = self._loaded.layer.nearest_value(("account",))
            where = (place.file, place.line, place.column) if place else ("", 0, 0)
            message = f"is not the account of the credentials in use (got {wanted}, not {actual})"
            hint = "log in to the right account, or correct the YAML"
            raise LabError([Finding(*where, "account", message, hint)])

    def client(self, service: str) -> Any:  # noqa: ANN401
        """Return a boto3 client in the lab's region."""
        return boto3.client(service, region_name=self._loaded.config.region)


def choose_target(loaded: Loaded, *, local: bool) -> LocalTarget | AwsTarget:
    """Return the target of a command, not yet entered."""
    return LocalTarget(local_aws(loaded)) if local else AwsTarget(loaded)


def enter_running(loaded: Loaded, *, local: bool) -> LocalTarget | AwsTarget:
    """Enter a target for looking at it: an embedded AWS must be running already.

    Raises:
        ConsoleError: it is not.
    """
    target = choose_target(loaded, local=local)
    try:
        target.enter()
    except LocalAwsError as error:
        raise ConsoleError(str(error)) from None
    return target
