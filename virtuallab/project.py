"""The project that somebody works for, and how its AWS is reached."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from virtuallab.errors import Problems, aws_problem, is_denied
from virtuallab.nearest import nearest
from virtuallab.settings import Settings

NewClient = Callable[[str], Any]
_NOT_THERE = "ParameterNotFound"
_CHECK = "check lab= and env="


@dataclass(frozen=True)
class Project:
    """A project of a lab's environment.

    Args:
        lab: name of the lab.
        env: its environment.
        name: of the project.
        new_client: what makes boto3 clients, such as a session's `client`.
    """

    lab: str
    env: str
    name: str
    new_client: NewClient = field(repr=False, compare=False)

    @property
    def parameter(self) -> str:
        """Return the SSM parameter with the project's settings."""
        return f"{self._folder}/{self.name}"

    @property
    def _folder(self) -> str:
        return f"/lab/{self.lab}/{self.env}/fan_out"

    @cached_property
    def s3(self) -> Any:  # noqa: ANN401 - boto3 makes clients at run time
        """Return a client of S3."""
        return self.new_client("s3")

    @cached_property
    def states(self) -> Any:  # noqa: ANN401
        """Return a client of Step Functions."""
        return self.new_client("stepfunctions")

    def settings(self, problems: Problems) -> Settings | None:
        """Return what the lab allows the project; what is wrong goes to the problems."""
        try:
            ssm = self.new_client("ssm")
            value = ssm.get_parameter(Name=self.parameter)["Parameter"]["Value"]
        except ClientError as error:
            if error.response["Error"]["Code"] == _NOT_THERE:
                self._tell_missing(problems)
            else:
                problem = aws_problem(f"project {self.name}", error)
                if is_denied(error):
                    hint = f"{_CHECK}; {problem.hint}, or its project has no fan_out yet"
                    problem = replace(problem, hint=hint)
                problems.append(problem)
            return None
        except BotoCoreError as error:
            problems.append(aws_problem(f"project {self.name}", error))
            return None
        try:
            return Settings.from_json(value)
        except (ValueError, KeyError, TypeError) as error:
            message = f"{self.parameter} is not as this version of virtuallab reads it ({error!r})"
            problems.add(f"project {self.name}", message, "install the lab's own version of it")
            return None

    def _tell_missing(self, problems: Problems) -> None:
        file = f"projects/{self.name}.yaml"
        hint = f"an admin adds `fan_out: {{}}` to {file}, with `batch` in lab.yaml, and deploys"
        near = self._nearest() or f"{_CHECK} (got {self.lab} and {self.env})."
        hint = f"{near} Otherwise {hint}"
        message = f"has no fan-out in {self.lab} {self.env}: there is no {self.parameter}"
        problems.add(f"project {self.name}", message, hint)

    def _nearest(self) -> str:
        """Name a project that was meant, if this role may look for one."""
        try:
            pages = self.new_client("ssm").get_paginator("get_parameters_by_path")
            names = [
                each["Name"].rpartition("/")[2]
                for page in pages.paginate(Path=self._folder)
                for each in page["Parameters"]
            ]
        except (ClientError, BotoCoreError):
            return ""
        return f"{nearest(self.name, names)}." if names else ""


def find_project(
    lab: str | None,
    env: str | None,
    project: str | None,
    new_client: NewClient | None,
    problems: Problems,
) -> Project | None:
    """Return the project as given, else as the notebook's environment says.

    Args:
        lab: else `LAB_NAME`.
        env: else `LAB_ENV`.
        project: else `LAB_PROJECT`.
        new_client: else `boto3.client`.
        problems: where what is missing is told.
    """
    found, before = [], len(problems)
    for what, given, variable in (
        ("lab", lab, "LAB_NAME"),
        ("env", env, "LAB_ENV"),
        ("project", project, "LAB_PROJECT"),
    ):
        value = given or os.environ.get(variable, "")
        if not value:
            problems.add(what, "is not known here", f"say {what}=..., or set {variable}")
        elif not isinstance(value, str):
            problems.add(what, f"is no text (got {type(value).__name__})")
        found.append(value)
    if new_client is not None and not callable(new_client):
        message = f"makes no clients (got {type(new_client).__name__})"
        problems.add("client", message, "name what makes them, such as boto3.Session().client")
    if len(problems) > before:
        return None
    return Project(found[0], found[1], found[2], new_client or boto3.client)
