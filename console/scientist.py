"""Work as a member of a project does: single sign-on, the project's role, a script."""

import contextlib
import json
import os
import subprocess
from typing import Any

from cdk.project.config import ProjectConfig
from console.errors import ConsoleError
from localaws.installation import ROOT

PYTHON = ROOT / ".venv-science" / "bin" / "python"
SCRIPT = ROOT / "examples" / "pbmc68k.py"


def act_as_project(target: Any, project: ProjectConfig, role_arn: str) -> dict[str, str]:  # noqa: ANN401
    """Return the environment of a person who logged in and took on a project's role.

    Where the first member is a role of single sign-on, a stand-in of that name is made: the
    embedded AWS has no IAM Identity Center, which makes such roles in a real account.
    """
    stand_in = _single_sign_on_role(target.client("iam"), project.members[0])
    person = target.client("sts").assume_role(RoleArn=stand_in, RoleSessionName="ada")
    sts = target.client("sts", _keys(person))
    return _keys(sts.assume_role(RoleArn=role_arn, RoleSessionName="ada"))


def _keys(answer: dict[str, Any]) -> dict[str, str]:
    credentials = answer["Credentials"]
    return {
        "aws_access_key_id": credentials["AccessKeyId"],
        "aws_secret_access_key": credentials["SecretAccessKey"],
        "aws_session_token": credentials["SessionToken"],
    }


def _single_sign_on_role(iam: Any, member: str) -> str:  # noqa: ANN401
    *folders, pattern = member.removeprefix("role/").split("/")
    name = pattern.strip("*") + "demo"
    account = iam.get_user()["User"]["Arn"].split(":")[4]
    trust = _policy("sts:AssumeRole", Principal={"AWS": f"arn:aws:iam::{account}:root"})
    with contextlib.suppress(iam.exceptions.EntityAlreadyExistsException):
        iam.create_role(
            RoleName=name, Path=f"/{'/'.join(folders)}/", AssumeRolePolicyDocument=trust
        )
    rights = _policy("sts:AssumeRole", Resource="*")
    iam.put_role_policy(RoleName=name, PolicyName="act-as-projects", PolicyDocument=rights)
    arn: str = iam.get_role(RoleName=name)["Role"]["Arn"]
    return arn


def _policy(action: str, **rest: object) -> str:
    statement = {"Effect": "Allow", "Action": action, **rest}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def run_script(keys: dict[str, str], *arguments: str) -> dict[str, Any]:
    """Run the example in the science environment and return what it printed.

    Raises:
        ConsoleError: it failed; the message is the script's own.
    """
    environment = os.environ | {name.upper(): value for name, value in keys.items()}
    done = subprocess.run(  # noqa: S603 - our own script and interpreter
        [str(PYTHON), "-W", "ignore", str(SCRIPT), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ConsoleError(f"{SCRIPT.name} failed:\n{done.stderr.rstrip()}")
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed
