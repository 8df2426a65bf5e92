"""The cloud assembly: made once by `cdk synth`, then checked, compared and deployed as it is."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cdk.config.load import Loaded
from console.cdk_cli import run_cdk
from console.fingerprint import fingerprint
from localaws.assembly import stacks
from localaws.installation import ROOT

OUT = Path("cdk.out")
FINGERPRINT = "fingerprint"


@dataclass(frozen=True)
class StackArtifact:
    """One stack of an assembly.

    Attributes:
        name: as CloudFormation knows it.
        template: the template, as it will be deployed.
        text: the same as text.
        not_emulated: what it needs that the embedded AWS does not have; `None` for nothing.
    """

    name: str
    template: dict[str, Any]
    text: str
    not_emulated: str | None = None

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

    def part_for(self, *, emulated: bool) -> "Assembly":
        """Return the stacks that can be deployed to a target, the embedded AWS or a real one."""
        chosen = (s for s in self.stacks if not (emulated and s.not_emulated))
        return Assembly(self.folder, tuple(chosen))

    def names(self) -> list[str]:
        """Return the names of the stacks, first things first."""
        return [stack.name for stack in self.stacks]


def synthesise(lab: Path, loaded: Loaded) -> Assembly:
    """Run the CDK app for a lab, unless nothing has changed since, and return what it made.

    Raises:
        ConsoleError: the app failed; the message ends with what it said.
    """
    config = loaded.config
    folder = OUT / f"{config.name}-{config.env}"
    mark, digest = folder / FINGERPRINT, fingerprint(ROOT, config, loaded.lock_files)
    if mark.is_file() and mark.read_text(encoding="ascii") == digest:
        return read_assembly(folder, loaded)
    mark.unlink(missing_ok=True)
    # The CDK command line runs beside its cdk.json, wherever the lab's own folder is.
    arguments = ["synth", "--quiet", "--output", str(folder.absolute())]
    context = ["--context", f"lab={lab.absolute()}", "--context", f"env={config.env}"]
    run_cdk([*arguments, *context], doing="synthesise the lab")
    mark.write_text(digest, encoding="ascii")
    return read_assembly(folder, loaded)


def read_assembly(folder: Path, loaded: Loaded) -> Assembly:
    """Read the stacks of an assembly, those first that others need."""
    config = loaded.config
    found = []
    for stack in stacks(folder, config.account, config.region):
        text = stack.template.read_text(encoding="utf-8")
        found.append(StackArtifact(stack.name, json.loads(text), text, stack.not_emulated))
    return Assembly(folder, tuple(found))
