"""The pinned helm."""

from pathlib import Path

import pytest

from tests.kubernetes.helm import Helm, HelmError
from tests.kubernetes.manifests import identity

CONFIG_MAP = """
apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }}}
data: {said: {{ required "say something" .Values.said | quote }}}
"""


@pytest.fixture(scope="module")
def helm(tmp_path_factory: pytest.TempPathFactory) -> Helm:
    """Return helm."""
    return Helm(tmp_path_factory.mktemp("helm"))


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    """Return a chart of one object."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: one\nversion: 1.0.0\n")
    (tmp_path / "values.yaml").write_text("said: \n")
    (tmp_path / "templates" / "config-map.yaml").write_text(CONFIG_MAP)
    return tmp_path


def test_helm_is_that_of_the_layer(helm: Helm) -> None:
    """Version 4 applies on the server's side; version 3 does not, and behaves otherwise."""
    assert helm.run("version", "--short").startswith("v4.2.3")


def test_chart_is_rendered(helm: Helm, chart: Path) -> None:
    """Values, release and namespace reach the templates."""
    (found,) = helm.template(chart, {"said": "yes"}, release="web", namespace="apps")
    assert (identity(found), found["data"]) == ("ConfigMap/web", {"said": "yes"})
    assert found["metadata"]["namespace"] == "apps"


def test_refusal_is_told(helm: Helm, chart: Path) -> None:
    """What helm says reaches the test."""
    with pytest.raises(HelmError, match="say something"):
        helm.template(chart, {}, release="web", namespace="apps")


def test_lint_is_strict(helm: Helm, chart: Path) -> None:
    """A warning of helm lint is an error."""
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: one\n")
    with pytest.raises(HelmError, match="version"):
        helm.lint(chart, {"said": "yes"})
