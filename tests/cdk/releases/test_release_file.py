"""What `release.yaml` may say."""

from typing import Any

import pytest
from pydantic import ValidationError

from cdk.releases.release_file import ReleaseFile
from cdk.settings import Path
from tests.cdk.releases.conftest import RELEASE


def problems(**changes: Any) -> list[tuple[Path, str]]:  # noqa: ANN401
    """Return what a release file is wrong in, compared with a right one."""
    values = {key: value for key, value in {**RELEASE, **changes}.items() if value is not None}
    return [(each.path, each.message) for each in ReleaseFile.model_validate(values).problems()]


def test_the_least_is_right() -> None:
    """A chart, where it comes from, where it goes."""
    assert problems() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"path": "charts/x"}, [("chart",)]),
        ({"chart": None, "repository": None, "version": None}, [("chart",)]),
        ({"repository": None}, [("repository",)]),
        ({"version": None}, [("version",)]),
        ({"chart": None, "path": "charts/x", "repository": None}, [("version",)]),
        ({"needs": ["file_system_id", "scrach_bucket_name"]}, [("needs", 1)]),
        ({"namespace": "default"}, [("namespace",)]),
        ({"namespaces": ["kube-system"]}, [("namespaces",)]),
    ],
)
def test_what_does_not_fit_together_is_told(changes: dict[str, Any], expected: list[Path]) -> None:
    """One chart with all that it takes to get it, and facts that exist."""
    found = [path for path, _ in problems(**changes)]
    assert expected[0] in found


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("version", "4.x"),
        ("version", "^4.4.0"),
        ("version", 4.4),
        ("repository", "oci://charts.example.org"),
        ("repository", "http://charts.example.org"),
        ("timeout_minutes", 15),
        ("timeout_minutes", 0),
        ("namespace", "Jupyter"),
        ("identities", {"pod": ["administrator"]}),
        ("identities", {"Pod_1": ["read_results"]}),
        ("secrets", {"key": {"length": 8}}),
        ("wait", "yes"),
        ("unknown", 1),
    ],
)
def test_value_that_no_release_has_is_refused(field: str, value: object) -> None:
    """An exact version, a safe address, less than CloudFormation's 15 minutes, known grants."""
    with pytest.raises(ValidationError):
        ReleaseFile.model_validate({**RELEASE, field: value})


def test_own_namespace_comes_first() -> None:
    """Further ones follow."""
    file = ReleaseFile.model_validate({**RELEASE, "namespaces": ["dask"]})
    assert file.all_namespaces == ("viewer", "dask")
