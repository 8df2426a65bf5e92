"""`lab synth`: the templates that a deployment would use, checked."""

import json
from datetime import UTC, datetime
from pathlib import Path

from cdk.config.checked import load_checked
from console.assembly import synthesise
from console.report import print_findings, print_table, say, working
from console.validation import validate_templates


def synth(lab: Path, env: str, *, as_json: bool) -> None:
    """Write and check the cloud assembly of an environment.

    Raises:
        LabError: the YAML or a template is wrong.
        ConsoleError: the CDK app failed.
    """
    loaded = load_checked(lab, env, today=datetime.now(UTC).date())
    print_findings(loaded.warnings)
    with working("synthesising ..."):
        assembly = synthesise(lab, loaded)
    validate_templates(assembly)
    if as_json:
        stacks = [{"name": s.name, "resources": len(s.resources)} for s in assembly.stacks]
        say(json.dumps({"folder": str(assembly.folder), "stacks": stacks}, indent=1))
        return
    rows = [(s.name, str(len(s.resources)), f"{len(s.text) / 1024:.0f}") for s in assembly.stacks]
    print_table(f"{assembly.folder}: valid", ("stack", "resources", "KiB"), rows)
