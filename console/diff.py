"""`lab diff`: what a deployment would change."""

from datetime import UTC, datetime
from pathlib import Path

from cdk.config.checked import load_checked
from console.assembly import synthesise
from console.cdk_cli import run_cdk
from console.gate import refuse_changes
from console.report import print_findings, say, working
from console.target import enter_running
from console.validation import validate_templates

NO_CHANGE = "Number of stacks with differences: 0"


def diff(lab: Path, env: str, *, local: bool) -> bool:
    """Print the differences to what is deployed; return whether there are any.

    Raises:
        LabError: the YAML, a template or a fixed setting is wrong.
        ConsoleError: the target cannot be asked.
    """
    loaded = load_checked(lab, env, today=datetime.now(UTC).date())
    print_findings(loaded.warnings)
    with working("synthesising ..."):
        assembly = synthesise(lab, loaded)
    validate_templates(assembly)
    target = enter_running(loaded, local=local)
    refuse_changes(target, assembly, loaded)
    names = assembly.part_for(emulated=target.emulated).names()
    arguments = ["diff", "--app", str(assembly.folder.absolute()), *names, "--exclusively"]
    output = run_cdk(arguments, doing="compare")
    say(output.rstrip())
    return NO_CHANGE not in output
