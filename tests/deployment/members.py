"""People who logged in to a deployed lab and act as a project."""

from collections.abc import Callable
from typing import Any

from cdk.project.config import ProjectConfig
from console.scientist import act_as_project
from localaws.session import client
from tests.deployment.deployed import Deployed


class Target:
    """The part of a console's target that logging in needs."""

    def __init__(self, lab: Deployed) -> None:
        self.lab = lab

    def client(self, service: str, keys: dict[str, str] | None = None) -> Any:  # noqa: ANN401
        """Return a client of the lab's AWS, the administrator's unless there are keys."""
        if keys is None:
            return self.lab.aws.client(service)
        environment = self.lab.aws.environment()
        return client(environment | {k.upper(): v for k, v in keys.items()}, service)


def keys_of(lab: Deployed, project: str, settings: ProjectConfig) -> dict[str, str]:
    """Log in, act as a project, and return its keys."""
    role = lab.output(f"demo-{lab.env}-project-{project}", "RoleArn")
    return act_as_project(Target(lab), settings, role)


def member_of(lab: Deployed, project: str, settings: ProjectConfig) -> Callable[..., Any]:
    """Log in, act as a project, and return what makes clients, as `boto3.client` would."""
    target, keys = Target(lab), keys_of(lab, project, settings)
    return lambda service, **_options: target.client(service, keys)
