"""`lab deploy`: check, synthesise, compare, and let the CDK command line deploy just that."""

import json
import time
from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from cdk.config.checked import load_checked
from cdk.config.load import Loaded
from console.assembly import Assembly, synthesise
from console.bootstrap import require_bootstrap
from console.cdk_cli import start_cdk
from console.cloudformation import NEVER, DeployedStack, describe, failures
from console.errors import ConsoleError
from console.failed_creation import FAILED_CREATION, release_failed_creations
from console.gate import refuse_changes
from console.interrupt import interruptible
from console.progress import watch
from console.report import note, print_findings, print_table, say, working
from console.target import AwsTarget, LocalTarget, choose_target
from console.validation import validate_templates
from console.zones import require_zones


@dataclass(frozen=True)
class Deployed:
    """What became of one stack."""

    stack: str
    result: str
    resources: int


def deploy(lab: Path, env: str, *, local: bool, yes: bool, as_json: bool) -> list[Deployed]:
    """Deploy every stack of an environment and print what changed.

    Raises:
        LabError: the YAML, a template or a fixed setting is wrong.
        ConsoleError: the target cannot be used, or a stack failed.
    """
    loaded = load_checked(lab, env, today=datetime.now(UTC).date())
    print_findings(loaded.warnings)
    with working(f"{loaded.config.name} {env} is correct; synthesising ..."):
        assembly = synthesise(lab, loaded)
    validate_templates(assembly)
    target = choose_target(loaded, local=local)
    whole, assembly = assembly, assembly.part_for(emulated=target.emulated)
    if isinstance(target, LocalTarget):
        with working(f"{len(assembly.stacks)} stacks are valid; starting {target.name} ..."):
            target.aws.up()
    target.enter()
    require_bootstrap(target, loaded)
    require_zones(target.client("ec2"), loaded)
    refuse_changes(target, assembly, loaded)
    if isinstance(target, AwsTarget) and not yes:
        stacks = ", ".join(assembly.names())
        typer.confirm(f"Deploy {stacks} to {target.name}?", abort=True)
    release_failed_creations(target.client("cloudformation"), assembly.names())
    results = _deploy(target, assembly, loaded)
    if as_json:
        say(json.dumps([asdict(result) for result in results], indent=1))
        return results
    if all(result.result == "no changes" for result in results):
        say(f"{loaded.config.name} {env}: no changes")
    else:
        rows = [(r.stack, r.result, str(r.resources)) for r in results]
        print_table(f"{target.name}", ("stack", "result", "resources"), rows)
    _say_left_out(target, whole)
    return results


def _say_left_out(target: LocalTarget | AwsTarget, assembly: Assembly) -> None:
    deployed = assembly.part_for(emulated=target.emulated).names()
    left_out: dict[str, list[str]] = defaultdict(list)
    for stack in assembly.stacks:
        if stack.name not in deployed and stack.not_emulated:
            left_out[stack.not_emulated].append(stack.name)
    for needed, names in left_out.items():
        note(
            f"not deployed to {target.name}, which does not have {needed}: {', '.join(names)}. "
            "`lab render --all --out FOLDER` writes down what they would install."
        )


def _deploy(target: LocalTarget | AwsTarget, assembly: Assembly, loaded: Loaded) -> list[Deployed]:
    client = target.client("cloudformation")
    before = {name: describe(client, name) for name in assembly.names()}
    started, clock = datetime.now(UTC), time.monotonic()
    log = assembly.folder / "deploy.log"
    arguments = [
        "deploy",
        "--app",
        str(assembly.folder.absolute()),
        *assembly.names(),
        "--exclusively",
        "--require-approval",
        "never",
    ]
    process = start_cdk([*arguments, "--concurrency", "4", "--progress", "events"], log=log)
    with interruptible(process, loaded):
        watch(process, assembly, client)
    if process.returncode:
        raise ConsoleError(_explain_failure(target, assembly, started, log))
    note(f"done in {time.monotonic() - clock:.0f} s; all that CDK said is in {log}")
    return [
        Deployed(s.name, _result(before[s.name], describe(client, s.name)), len(s.resources))
        for s in assembly.stacks
    ]


def _result(before: DeployedStack | None, after: DeployedStack | None) -> str:
    if before is None or not before.exists or before.status in FAILED_CREATION:
        return "created"
    changed = (after.changed if after else NEVER) > before.changed
    return "updated" if changed else "no changes"


def _explain_failure(
    target: LocalTarget | AwsTarget, assembly: Assembly, since: datetime, log: Path
) -> str:
    again = "Nothing is lost; mend the cause and run the same command again."
    if isinstance(target, LocalTarget) and not target.aws.status().running:
        return (
            f"The embedded AWS stopped while it was deployed to. {again} "
            f"It starts with the state it saved last; its log is {target.aws.status().log}"
        )
    found = _failures(target.client("cloudformation"), assembly, since)
    text = log.read_text(encoding="utf-8").rstrip().splitlines()
    causes = found or [f"CDK said: {line}" for line in text[-3:]]
    return "\n".join(["The deployment failed:", *causes, f"{again} The whole log is {log}"])


def _failures(client: Any, assembly: Assembly, since: datetime) -> list[str]:  # noqa: ANN401
    paths = {
        (stack.name, logical_id): resource.get("Metadata", {}).get("aws:cdk:path", "")
        for stack in assembly.stacks
        for logical_id, resource in stack.resources.items()
    }
    return [
        f"{failure}\n  defined at {paths.get((failure.stack, failure.logical_id), 'unknown')}"
        for failure in failures(client, assembly.names(), since)
    ]
