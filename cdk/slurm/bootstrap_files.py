"""Files of the lab on their way into the bootstrap bucket: as few uploads as there can be."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import jsii
from aws_cdk import (
    AssetHashType,
    BundlingOptions,
    DockerImage,
    ILocalBundling,
    Token,
    aws_s3_deployment as s3_deployment,
)

NOT_SHIPPED = ("__pycache__", "*.pyc", ".DS_Store", ".mypy_cache", ".ruff_cache", ".pytest_cache")
"""What programs leave in a checkout; it would change the asset's hash from machine to machine."""


def lab_sources(folder: Path, files: Mapping[str, str]) -> Sequence[s3_deployment.ISource]:
    """Return one source for all plain texts, and one for each text with tokens.

    CDK makes an upload of each text that it is given, and a lab has a file for each person.

    Args:
        folder: any folder that exists; CDK wants one to begin with.
        files: texts by name, which may have folders in it.
    """
    plain = {name: text for name, text in files.items() if not Token.is_unresolved(text)}
    filled = {name: text for name, text in files.items() if name not in plain}
    sources = [s3_deployment.Source.data(name, text) for name, text in sorted(filled.items())]
    if plain:
        sources.insert(
            0,
            s3_deployment.Source.asset(
                str(folder),
                asset_hash_type=AssetHashType.OUTPUT,
                bundling=BundlingOptions(
                    # CDK wants an image to fall back to. There is none: writing works or raises.
                    image=DockerImage.from_registry("none"),
                    local=WrittenFiles(plain),
                ),
            ),
        )
    return sources


@jsii.implements(ILocalBundling)
class WrittenFiles:
    """Texts, written into the folder that CDK hashes and uploads."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files

    def try_bundle(self, output_dir: str, *_: object, **__: object) -> bool:
        """Write each text to its name."""
        for name, text in self._files.items():
            target = Path(output_dir, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return True
