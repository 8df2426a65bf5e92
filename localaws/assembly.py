"""Read what `cdk synth` wrote: the stacks of a cloud assembly, their order and their assets."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class FileAsset:
    """A file or folder that a stack expects in a bucket."""

    source: Path
    packaging: str
    bucket: str
    key: str


@dataclass(frozen=True)
class AssembledStack:
    """A stack as it will be deployed; its template is one of its assets.

    What needs something that is not here, such as a Kubernetes API, says so in its template's
    metadata.
    """

    name: str
    template: Path
    template_url: str
    tags: dict[str, str]
    termination_protection: bool
    not_emulated: str | None
    assets: tuple[FileAsset, ...]


def stacks(assembly: Path, account: str, region: str) -> list[AssembledStack]:
    """Return the stacks of an assembly and its stages, each after those that it depends on.

    https://docs.aws.amazon.com/cdk/api/v2/docs/cloud-assembly-schema-readme.html

    Args:
        assembly: The folder, usually `cdk.out`.
        account: Twelve digits, for placeholders in bucket names.
        region: The same for the region.
    """
    placeholders = {
        "${AWS::AccountId}": account,
        "${AWS::Region}": region,
        "${AWS::Partition}": "aws",
    }
    artifacts = dict(_artifacts(assembly))
    graph = {name: artifact.get("dependencies", []) for name, (_, artifact) in artifacts.items()}
    found = []
    for name in TopologicalSorter(graph).static_order():
        folder, artifact = artifacts[name]
        if artifact["type"] == "aws:cloudformation:stack":
            assets = [
                asset
                for dependency in graph[name]
                if artifacts[dependency][1]["type"] == "cdk:asset-manifest"
                for asset in _assets(*artifacts[dependency], placeholders)
            ]
            found.append(_stack(name, folder, artifact, tuple(assets), placeholders))
    return found


def _artifacts(folder: Path) -> Iterator[tuple[str, tuple[Path, dict[str, Any]]]]:
    """Yield the artifacts of an assembly and of the assemblies inside it, with their folders."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name, artifact in manifest.get("artifacts", {}).items():
        yield name, (folder, artifact)
        if artifact["type"] == "cdk:cloud-assembly":
            yield from _artifacts(folder / artifact["properties"]["directoryName"])


def _stack(
    name: str,
    folder: Path,
    artifact: dict[str, Any],
    assets: tuple[FileAsset, ...],
    placeholders: dict[str, str],
) -> AssembledStack:
    """Return a stack artifact with the address of its uploaded template."""
    properties = artifact["properties"]
    location = _filled(properties["stackTemplateAssetObjectUrl"], placeholders)
    bucket, _, key = location.removeprefix("s3://").partition("/")
    region = placeholders["${AWS::Region}"]
    template = folder / properties["templateFile"]
    return AssembledStack(
        name=properties.get("stackName", name),
        template=template,
        template_url=f"https://s3.{region}.amazonaws.com/{bucket}/{key}",
        tags=properties.get("tags", {}),
        termination_protection=properties.get("terminationProtection", False),
        not_emulated=_not_emulated(template),
        assets=assets,
    )


def _not_emulated(template: Path) -> str | None:
    """Return what a template needs that is not here, in words; `None` if it is all here."""
    if not template.is_file():
        return None
    metadata = json.loads(template.read_text(encoding="utf-8")).get("Metadata", {})
    needed: str | None = metadata.get("VirtualLab", {}).get("NotEmulated")
    return needed


def _assets(
    folder: Path, artifact: dict[str, Any], placeholders: dict[str, str]
) -> Iterator[FileAsset]:
    """Yield the files of an asset manifest, once for each bucket they go to."""
    manifest = json.loads((folder / artifact["properties"]["file"]).read_text(encoding="utf-8"))
    for asset in manifest.get("files", {}).values():
        source = asset["source"]
        for destination in asset["destinations"].values():
            yield FileAsset(
                source=folder / source["path"],
                packaging=source["packaging"],
                bucket=_filled(destination["bucketName"], placeholders),
                key=_filled(destination["objectKey"], placeholders),
            )


def _filled(text: str, placeholders: dict[str, str]) -> str:
    """Return a text with account, region and partition in place."""
    for placeholder, value in placeholders.items():
        text = text.replace(placeholder, value)
    return text
