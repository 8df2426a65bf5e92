"""Settings of web apps."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from cdk.apps.config import AppConfig, AppName, DataConfig, ReplicasConfig

CELLXGENE = {"kind": "cellxgene", "project": "pbmc-atlas", "data": {"s3": {"path": "pbmc.h5ad"}}}
HTTP = {"image": "nginxinc/nginx-unprivileged:1.29.3", "port": 8080, "groups": ["lab-users"]}


def _problems(**settings: Any) -> list[tuple[str | int, ...]]:  # noqa: ANN401
    return [problem.path for problem in AppConfig.model_validate(settings).problems()]


@pytest.mark.parametrize(
    "settings",
    [
        CELLXGENE,
        HTTP,
        {"kind": "shiny", "groups": ["lab-users"]},
        {"kind": "dash", "image": "lab/dash:1.0.0", "groups": ["lab-users"]},
    ],
)
def test_few_lines_are_an_app(settings: dict[str, Any]) -> None:
    """Each kind needs only what cannot be guessed."""
    assert _problems(**settings) == []


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({"groups": ["a"]}, ("image",)),
        ({"kind": "dash", "groups": ["a"]}, ("image",)),
        ({**HTTP, "port": 4180}, ("port",)),
        ({**HTTP, "groups": None}, ("groups",)),
        ({"kind": "cellxgene", "groups": ["a"]}, ("data",)),
        ({**CELLXGENE, "data": {"s3": {"path": "pbmc/"}}}, ("data", "s3", "path")),
        ({**CELLXGENE, "data": {"efs": "pbmc.rds"}}, ("data", "efs")),
    ],
)
def test_gap_is_found(settings: dict[str, Any], path: tuple[str, ...]) -> None:
    """What is missing or contradicts itself is reported at its place."""
    assert path in _problems(**settings)


def test_own_command_needs_no_data_of_the_kind() -> None:
    """Somebody who writes the command knows what it shows."""
    assert _problems(kind="cellxgene", groups=["a"], command=["cellxgene", "launch", "x"]) == []


@pytest.mark.parametrize(
    "name", ["hub", "airflow", "slurm", "Atlas", "a--b", "-a", "a" * 41, "1a", "a.b"]
)
def test_name_is_refused(name: str) -> None:
    """A name is the first word of a host, and no other program's."""
    with pytest.raises(ValidationError):
        TypeAdapter(AppName).validate_python(name)


@pytest.mark.parametrize("path", ["/atlas", "a/../b", "..", "a//b", "", "s3://a/b", "a\nb", "a'b"])
def test_path_is_refused(path: str) -> None:
    """A path stays inside its project."""
    with pytest.raises(ValidationError):
        DataConfig.model_validate({"efs": path})


def test_data_comes_from_one_place() -> None:
    """Neither both nor none."""
    both = DataConfig.model_validate({"s3": {"path": "a"}, "efs": "a"})
    assert [problem.path for problem in both.problems()] == [()]
    assert [problem.path for problem in DataConfig.model_validate({}).problems()] == [()]


@pytest.mark.parametrize(
    ("path", "expected"),
    [("atlas/pbmc.h5ad", "/data/pbmc.h5ad"), ("atlas/", "/data"), ("pbmc.h5ad", "/data/pbmc.h5ad")],
)
def test_data_is_found_below_one_folder(path: str, expected: str) -> None:
    """A file keeps its name, a folder becomes the folder."""
    assert DataConfig.model_validate({"efs": path}).mounted == expected


def test_replicas_are_in_order() -> None:
    """The most is not less than the least."""
    replicas = ReplicasConfig.model_validate({"min": 3, "max": 2})
    assert [problem.path for problem in replicas.problems()] == [("max",)]


def test_image_is_exact() -> None:
    """A tag that moves is refused."""
    with pytest.raises(ValidationError, match="latest"):
        AppConfig.model_validate({**HTTP, "image": "nginx:latest"})


def test_variable_has_a_name() -> None:
    """A hyphen is no part of a variable's name."""
    with pytest.raises(ValidationError, match="environment variable"):
        AppConfig.model_validate({**HTTP, "env": {"A-B": "1"}})
