"""`lab destroy`: remove an environment, and say what is kept."""

import json
from pathlib import Path
from typing import Any

import typer

from cdk.config.load import load
from console.assembly import Assembly, synthesise
from console.cdk_cli import start_cdk
from console.cloudformation import deployed_template, describe
from console.errors import ConsoleError
from console.interrupt import interruptible
from console.report import note, print_table, say, working
from console.target import enter_running


def destroy(lab: Path, env: str, *, local: bool, yes: bool, as_json: bool) -> None:
    """Destroy every stack of an environment and list the resources that stay.

    Raises:
        ConsoleError: a stack is protected, or could not be removed.
    """
    loaded = load(lab, env)
    with working("synthesising ..."):
        assembly = synthesise(lab, loaded)
    target = enter_running(loaded, local=local)
    client = target.client("cloudformation")
    existing = [stack for name in assembly.names() if (stack := describe(client, name))]
    if not existing:
        say(f"{loaded.config.name} {env}: nothing is deployed to {target.name}")
        return
    if protected := [stack.name for stack in existing if stack.protected]:
        raise ConsoleError(
            f"{', '.join(protected)}: protected against being destroyed. If you mean it, set "
            "`termination_protection: false` in the YAML, deploy that, and destroy again."
        )
    kept = [row for stack in existing for row in _kept(client, stack.name)]
    if not yes:
        warning = f"{len(kept)} resources that hold data are kept, everything else is removed."
        note(warning if kept else "DANGER: all data in it is deleted.")
        typer.confirm(f"Destroy {loaded.config.name} {env} in {target.name}?", abort=True)
    log = assembly.folder / "destroy.log"
    arguments = ["destroy", "--app", str(assembly.folder.absolute()), "--all", "--force"]
    process = start_cdk(arguments, log=log)
    with working(f"destroying {len(existing)} stacks ..."), interruptible(process, loaded):
        process.wait()
    if process.returncode or _remaining(client, assembly):
        tail = "\n".join(log.read_text(encoding="utf-8").rstrip().splitlines()[-10:])
        raise ConsoleError(f"Not everything could be destroyed. CDK said:\n{tail}")
    if as_json:
        columns = ("stack", "logical_id", "type", "physical_id")
        say(json.dumps([dict(zip(columns, row, strict=True)) for row in kept], indent=1))
    else:
        say(
            f"{loaded.config.name} {env}: destroyed"
            + (", but these are kept, with their data:" if kept else "")
        )
        if kept:
            print_table("", ("stack", "resource", "type", "name"), kept, fold=False)


def _kept(client: Any, name: str) -> list[tuple[str, str, str, str]]:  # noqa: ANN401
    resources = deployed_template(client, name).get("Resources", {})
    retained = {
        logical_id
        for logical_id, resource in resources.items()
        if resource.get("DeletionPolicy", "").startswith("Retain")
    }
    found = client.describe_stack_resources(StackName=name)["StackResources"]
    return [
        (name, r["LogicalResourceId"], r["ResourceType"], r["PhysicalResourceId"])
        for r in found
        if r["LogicalResourceId"] in retained and r.get("PhysicalResourceId")
    ]


def _remaining(client: Any, assembly: Assembly) -> list[str]:  # noqa: ANN401
    found = {name: describe(client, name) for name in assembly.names()}
    return [name for name, stack in found.items() if stack and stack.exists]
