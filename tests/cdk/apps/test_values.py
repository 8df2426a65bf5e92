"""The values that the chart receives for an app."""

from typing import Any

import pytest

from cdk.apps.config import AppConfig
from cdk.apps.values import callback_url, needs, values

CELLXGENE: dict[str, Any] = {
    "kind": "cellxgene",
    "project": "pbmc-atlas",
    "data": {"s3": {"path": "pbmc.h5ad"}},
}


def _values(host: str | None = "a.lab.example.org", **settings: Any) -> dict[str, Any]:  # noqa: ANN401
    config = AppConfig.model_validate(settings)
    return values(config, host=host, admin_group="lab-admins", project_gid=20001)


def test_kind_fills_what_is_left_out() -> None:
    """A cellxgene of three lines shows its file."""
    found = _values(**CELLXGENE)
    assert found["command"][-1] == "/data/pbmc.h5ad"
    assert (found["port"], found["healthPath"]) == (5005, "/health")
    assert found["resources"] == {"cpu": "500m", "memory": "4096Mi"}


def test_written_settings_win() -> None:
    """What an admin writes replaces what the kind has."""
    found = _values(**CELLXGENE, port=8080, cpu=2, memory_gib=0.5, command=["serve", "{path}"])
    assert (found["port"], found["command"]) == (8080, ["serve", "/data/pbmc.h5ad"])
    assert found["resources"] == {"cpu": "2000m", "memory": "512Mi"}


def test_data_lies_in_the_folder_of_the_project() -> None:
    """An app reads below its project's folder, in the bucket of the data class."""
    s3 = _values(**CELLXGENE)["data"]["s3"]
    assert s3["bucket"] == "${results_bucket_name}"
    assert s3["key"] == "projects/pbmc-atlas/pbmc.h5ad"


def test_data_of_the_lab_lies_at_the_top() -> None:
    """Without a project the path begins at the top of the bucket."""
    found = _values(kind="shiny", groups=["a"], data={"s3": {"path": "apps/one/"}})
    assert found["data"]["s3"]["key"] == "apps/one/"
    assert "'/data'" in found["command"][-1]


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("pbmc.h5ad", "/projects/pbmc-atlas"),
        ("a/b/", "/projects/pbmc-atlas/a/b"),
        ("a/b.h5ad", "/projects/pbmc-atlas/a"),
    ],
)
def test_file_system_mounts_the_folder(path: str, folder: str) -> None:
    """EFS mounts folders, so a file is reached through its own."""
    found = _values(kind="shiny", project="pbmc-atlas", data={"efs": path})
    assert found["data"]["efs"] == {"fileSystemId": "${file_system_id}", "path": folder}


def test_group_of_the_project_reads_its_files() -> None:
    """Only who mounts a project's folder is in its Unix group."""
    efs = _values(kind="shiny", project="pbmc-atlas", data={"efs": "a/"})
    assert efs["supplementalGroups"] == [20001]
    assert _values(**CELLXGENE)["supplementalGroups"] == []


def test_project_opens_its_own_app() -> None:
    """The project's group and the admins may come in, unless groups are written."""
    assert _values(**CELLXGENE)["login"]["groups"] == ["lab-admins", "pbmc-atlas"]
    assert _values(**CELLXGENE, groups=["x"])["login"]["groups"] == ["lab-admins", "x"]


def test_app_without_host_is_reached_through_a_port_forward() -> None:
    """The login comes back to the local end, and there is no Ingress."""
    found = _values(host=None, **CELLXGENE)
    assert found["login"]["redirectUrl"] == "http://localhost:8081/oauth2/callback"
    assert found["ingress"] == {"host": ""}


def test_callback_is_that_of_the_host() -> None:
    """The OIDC client allows exactly what the proxy asks for."""
    expected = _values(**CELLXGENE)["login"]["redirectUrl"]
    assert callback_url("a.lab.example.org") == expected


def test_no_value_is_null() -> None:
    """CDK drops nulls on the way, so there are none."""
    assert None not in _values(kind="dash", image="lab/dash:1.0.0", groups=["a"]).values()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (None, ()),
        ({"efs": "a/"}, ("file_system_id",)),
        ({"s3": {"bucket": "raw", "path": "a/"}}, ("raw_bucket_name",)),
    ],
)
def test_needed_facts_are_those_of_the_data(data: Any, expected: tuple[str, ...]) -> None:  # noqa: ANN401
    """An app needs the fact of where its data lies, and no other."""
    assert needs(AppConfig.model_validate({"data": data})) == expected
