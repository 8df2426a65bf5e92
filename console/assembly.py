"""The cloud assembly: made once by `cdk synth`, then checked, compared and deployed as it is."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cdk.config.load import Loaded
from console.cdk_cli import run_cdk

OUT = Path("cdk.out")


@dataclass(frozen=True)
class StackArtifact:
    """One stack of an assembly.

    Attributes:
        name: as CloudFormation knows it.
        template: the template, as it will be deployed.
        text: the same as text.
        needs: names of the stacks that must exist first.
    """

    name: str
    template: dict[str, Any]
    text: str
    needs: tuple[str, ...]

    @property
    def resources(self) -> dict[str, dict[str, Any]]:
        """Return the stack's resources by logical id."""
        resources: dict[str, dict[str, Any]] = self.template.get("Resources", {})
        return resources


@dataclass(frozen=True)
class Assembly:
    """A folder that `cdk deploy --app` takes, and the stacks in it, first things first."""

    folder: Path
    stacks: tuple[StackArtifact, ...]

    def names(self) -> list[str]:
        """Return the names of the stacks, first things first."""
        return [stack.name for stack in self.stacks]


def synthesise(lab: Path, loaded: Loaded) -> Assembly:
    """Run the CDK app for a lab and return what it made.

    Raises:
        ConsoleError: the app failed; the message ends with what it said.
    """
    config = loaded.config
    folder = OUT / f"{config.name}-{config.env}"
    arguments = ["synth", "--quiet", "--output", str(folder)]
    context = ["--context", f"lab={lab}", "--context", f"env={config.env}"]
    run_cdk([*arguments, *context], doing="synthesise the lab")
    return read_assembly(folder)


def read_assembly(folder: Path) -> Assembly:
    """Read the stacks of an assembly, those of nested assemblies included."""
    found = list(_stacks(folder))
    by_id = {artifact_id: stack for artifact_id, stack, _ in found}
    stacks = {
        artifact_id: StackArtifact(
            name=stack.name,
            template=stack.template,
            text=stack.text,
            needs=tuple(by_id[need].name for need in needs if need in by_id),
        )
        for artifact_id, stack, needs in found
    }
    return Assembly(folder, tuple(_in_order({stack.name: stack for stack in stacks.values()})))


def _stacks(folder: Path) -> Iterator[tuple[str, StackArtifact, list[str]]]:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for artifact_id, artifact in sorted(manifest["artifacts"].items()):
        properties = artifact.get("properties", {})
        if artifact["type"] == "aws:cloudformation:stack":
            text = (folder / properties["templateFile"]).read_text(encoding="utf-8")
            name = properties.get("stackName", artifact_id)
            needs = artifact.get("dependencies", [])
            yield artifact_id, StackArtifact(name, json.loads(text), text, ()), needs
        elif artifact["type"] == "cdk:cloud-assembly":
            yield from _stacks(folder / properties["directoryName"])


def _in_order(stacks: dict[str, StackArtifact]) -> Iterator[StackArtifact]:
    done: set[str] = set()

    def visit(stack: StackArtifact) -> Iterator[StackArtifact]:
        if stack.name not in done:
            done.add(stack.name)
            for need in stack.needs:
                yield from visit(stacks[need])
            yield stack

    for stack in stacks.values():
        yield from visit(stack)
