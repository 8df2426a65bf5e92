"""The program of `function/` as Lambda wants it: together with the driver that it imports."""

import shutil
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import jsii
from aws_cdk import (
    AssetHashType,
    BundlingOptions,
    DockerImage,
    ILocalBundling,
    aws_lambda as lambda_,
)

HANDLER = "cdk.database.function.handler.handle"
DISTRIBUTIONS = ("pg8000", "scramp", "asn1crypto", "python-dateutil", "six")
"""The driver and what it needs: Python alone, so they run on any machine. boto3 is Lambda's own."""

_FUNCTION = Path(__file__).parent / "function"
_INSTALLERS_OWN = {"INSTALLER", "RECORD", "REQUESTED", "WHEEL", "direct_url.json"}


def function_code() -> lambda_.Code:
    """Return the program, whose hash is that of the files and not of the machine."""
    return lambda_.Code.from_asset(
        str(_FUNCTION),
        asset_hash_type=AssetHashType.OUTPUT,
        bundling=BundlingOptions(
            # CDK wants an image to fall back to. There is none: copying either works or raises.
            image=DockerImage.from_registry("none"),
            local=InstalledFiles(),
        ),
    )


@jsii.implements(ILocalBundling)
class InstalledFiles:
    """The program and its driver, copied as they are installed here by `requirements/`."""

    def try_bundle(self, output_dir: str, *_: object, **__: object) -> bool:
        """Fill the folder that CDK hashes and uploads."""
        for source, target in _files():
            copy = Path(output_dir) / target
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
        return True


def _files() -> Iterator[tuple[Path, Path]]:
    """Yield each file of the program with its place in the package."""
    for own in (*_FUNCTION.glob("*.py"), *_FUNCTION.glob("*.pem")):
        yield own, own.relative_to(_FUNCTION.parents[2])
    for name in DISTRIBUTIONS:
        for file in distribution(name).files or ():
            if _is_shipped(file):
                yield Path(str(file.locate())), Path(file)


def _is_shipped(file: Any) -> bool:  # noqa: ANN401 (a path without a public name)
    return (
        ".." not in file.parts
        and "__pycache__" not in file.parts
        and file.name not in _INSTALLERS_OWN
    )
