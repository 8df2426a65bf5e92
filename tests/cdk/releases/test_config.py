"""Settings of releases."""

import pytest
from pydantic import TypeAdapter, ValidationError

from cdk.releases.config import ReleaseConfig, ReleaseName


@pytest.mark.parametrize("name", ["jupyterhub", "external-secrets", "app-atlas", "a2"])
def test_name_is_one_that_helm_takes(name: str) -> None:
    """Lower-case letters, digits, single hyphens."""
    assert TypeAdapter(ReleaseName).validate_python(name) == name


@pytest.mark.parametrize("name", ["Hub", "2a", "a--b", "a-", "a", "a" * 49])
def test_other_name_is_refused(name: str) -> None:
    """Helm would refuse it only when it is deployed."""
    with pytest.raises(ValidationError, match="cannot be the name of a Helm release"):
        TypeAdapter(ReleaseName).validate_python(name)


def test_values_are_taken_as_they_are() -> None:
    """Any tree of YAML, with its types."""
    values = {"a": {"b": [1, 2.5, "x", True, None]}}
    assert ReleaseConfig.model_validate({"values": values}).values == values
