"""Tests of how a project is found."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, NoRegionError

from tests.virtuallab.bench import Bench
from tests.virtuallab.samples import LAB
from virtuallab.errors import Problems
from virtuallab.project import Project, find_project


def _told(project: Project) -> str:
    problems = Problems()
    assert project.settings(problems) is None
    return "\n".join(map(str, problems))


def test_environment_says_who_a_notebook_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arguments come first."""
    for name, value in (("LAB_NAME", "demo"), ("LAB_ENV", "dev"), ("LAB_PROJECT", "screen")):
        monkeypatch.setenv(name, value)
    project = find_project(None, None, "atlas", print, Problems())
    assert project == Project("demo", "dev", "atlas", print)


def test_everything_that_is_not_known_is_told() -> None:
    """With the argument and the variable."""
    problems = Problems()
    assert find_project("demo", None, None, None, problems) is None
    assert [str(each) for each in problems] == [
        "env: is not known here - say env=..., or set LAB_ENV",
        "project: is not known here - say project=..., or set LAB_PROJECT",
    ]


def test_values_of_the_wrong_kind_are_told() -> None:
    """All of them, before AWS is asked."""
    problems = Problems()
    lab: Any = 1
    client: Any = object()
    assert find_project(lab, "dev", "screen", client, problems) is None
    hint = "name what makes them, such as boto3.Session().client"
    assert [str(each) for each in problems] == [
        "lab: is no text (got int)",
        f"client: makes no clients (got object) - {hint}",
    ]


def test_settings_are_read_from_the_parameter(bench: Bench) -> None:
    """The lab's deployment writes it."""
    settings = bench.project.settings(Problems())
    assert settings is not None
    assert settings.folders["raw"] == f"s3://lab-raw/{bench.root}"


def test_missing_project_names_the_nearest_and_what_an_admin_adds(
    bench: Bench, new_client: Callable[[str], Any]
) -> None:
    """A typo, or a project without fan-out."""
    told = _told(Project(LAB, "dev", bench.project.name.replace("-", ""), new_client))
    assert "there is no /lab/demo/dev/fan_out/project" in told
    assert f"did you mean {bench.project.name}?" in told
    assert "an admin adds `fan_out: {}` to projects/project" in told


def test_wrong_lab_is_told_first(new_client: Callable[[str], Any]) -> None:
    """There are no projects at all."""
    told = _told(Project("dmeo", "dev", "screen", new_client))
    assert " - check lab= and env= (got dmeo and dev). Otherwise an admin adds" in told


def test_other_version_of_the_parameter_is_told(bench: Bench) -> None:
    """The lab and the notebook were not updated together."""
    project = Project(LAB, "dev", f"{bench.project.name}-old", bench.project.new_client)
    ssm = project.new_client("ssm")
    ssm.put_parameter(Name=project.parameter, Value='{"folders": {}}', Type="String")
    assert "is not as this version of virtuallab reads it (KeyError" in _told(project)
    ssm.delete_parameter(Name=project.parameter)


class _Refusing:
    """An AWS that lets nobody in."""

    def get_parameter(self, **_: object) -> None:
        """Refuse."""
        error = {"Error": {"Code": "AccessDeniedException", "Message": "no"}}
        raise ClientError(error, "GetParameter")


def test_denied_access_is_told() -> None:
    """Somebody who is no member reads that, not a traceback."""
    told = _told(Project(LAB, "dev", "screen", lambda _: _Refusing()))
    assert told == (
        "project screen: access is denied (GetParameter: no) - check lab= and env=; work as a "
        "member of the project, or ask an admin of the lab, or its project has no fan_out yet"
    )


def test_missing_region_is_told() -> None:
    """A laptop that was never set up for AWS."""

    def new_client(_: str) -> None:
        raise NoRegionError

    assert "AWS cannot be asked: You must specify a region." in _told(
        Project(LAB, "dev", "screen", new_client)
    )
