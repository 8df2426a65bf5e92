"""What CDK needs in an account before its first deployment."""

from pathlib import Path

from botocore.exceptions import ClientError

from cdk.config.load import Loaded
from console.cdk_cli import run_cdk
from console.errors import ConsoleError
from console.report import note
from console.target import AwsTarget, LocalTarget

VERSION_PARAMETER = "/cdk-bootstrap/hnb659fds/version"


def require_bootstrap(target: LocalTarget | AwsTarget, loaded: Loaded) -> None:
    """Bootstrap the embedded AWS where needed; refuse a real account that is not.

    Raises:
        ConsoleError: the account is not bootstrapped; the message holds the command to run.
    """
    if _is_bootstrapped(target):
        return
    place = f"aws://{loaded.config.account}/{loaded.config.region}"
    if isinstance(target, AwsTarget):
        raise ConsoleError(
            f"{target.name} is not prepared for CDK in {loaded.config.region}. "
            f"Once, with the rights of an administrator:\n  npx cdk bootstrap {place}"
        )
    note(f"Preparing {target.name} for CDK ...")
    _run_outside_the_app(target.aws.folder.absolute(), place)


def _run_outside_the_app(folder: Path, place: str) -> None:
    # Beside a cdk.json, `cdk bootstrap` would synthesise the app first.
    run_cdk(["bootstrap", place], doing="prepare the embedded AWS for CDK", folder=folder)


def _is_bootstrapped(target: LocalTarget | AwsTarget) -> bool:
    try:
        target.client("ssm").get_parameter(Name=VERSION_PARAMETER)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ParameterNotFound":
            return False
        raise
    return True
