"""What CDK needs in an account before its first deployment."""

import tempfile
from pathlib import Path

from botocore.exceptions import ClientError

from cdk.config.load import Loaded, load
from console.cdk_cli import run_cdk
from console.errors import ConsoleError
from console.report import say, working
from console.target import AwsTarget, LocalTarget, choose_target

VERSION_PARAMETER = "/cdk-bootstrap/hnb659fds/version"


def bootstrap(lab: Path, env: str, *, local: bool) -> None:
    """Prepare the account and region of an environment for CDK; twice does no harm.

    Raises:
        LabError: the YAML is wrong, or the credentials are another account's.
        ConsoleError: the target cannot be used, or CDK failed.
    """
    loaded = load(lab, env)
    target = choose_target(loaded, local=local)
    if isinstance(target, LocalTarget):
        target.aws.up()
    target.enter()
    _bootstrap(target, loaded)
    say(f"{target.name} is prepared for CDK in {loaded.config.region}")


def require_bootstrap(target: LocalTarget | AwsTarget, loaded: Loaded) -> None:
    """Bootstrap the embedded AWS where needed; refuse a real account that is not.

    Raises:
        ConsoleError: the account is not bootstrapped; the message holds the command to run.
    """
    if _is_bootstrapped(target):
        return
    if isinstance(target, AwsTarget):
        raise ConsoleError(
            f"{target.name} is not prepared for CDK in {loaded.config.region}. "
            f"Once, with the rights of an administrator: "
            f"`lab bootstrap --env {loaded.config.env} --aws`"
        )
    _bootstrap(target, loaded)


def _bootstrap(target: LocalTarget | AwsTarget, loaded: Loaded) -> None:
    place = f"aws://{loaded.config.account}/{loaded.config.region}"
    # Beside a cdk.json, `cdk bootstrap` would synthesise the app first, without knowing which lab.
    with working(f"preparing {target.name} for CDK ..."), tempfile.TemporaryDirectory() as folder:
        run_cdk(["bootstrap", place], doing=f"prepare {target.name}", folder=Path(folder))


def _is_bootstrapped(target: LocalTarget | AwsTarget) -> bool:
    try:
        target.client("ssm").get_parameter(Name=VERSION_PARAMETER)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ParameterNotFound":
            return False
        raise
    return True
