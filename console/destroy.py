"""`lab destroy`: remove an environment, and say what is kept."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from cdk.config.load import Loaded, load
from console.assembly import Assembly, synthesise
from console.cdk_cli import start_cdk
from console.cloudformation import DeployedStack, deployed_template, stacks_of
from console.errors import ConsoleError
from console.failed_creation import FAILED_CREATION, release_failed_creations
from console.interrupt import interruptible
from console.report import note, print_table, say, working
from console.target import enter_running

COLUMNS = ("stack", "logical_id", "type", "physical_id")
Kept = list[tuple[str, str, str, str]]


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
    existing = stacks_of(client, loaded.config.name, env)
    if not existing:
        say(f"{loaded.config.name} {env}: nothing is deployed to {target.name}")
        return
    _refuse_protected(existing)
    kept = [row for stack in existing for row in _kept(client, stack.name)]
    if not yes:
        warning = f"{len(kept)} resources are kept: data, and what guards it."
        note(warning if kept else "DANGER: all data in it is deleted.")
        typer.confirm(f"Destroy {loaded.config.name} {env} in {target.name}?", abort=True)
    release_failed_creations(client, [stack.name for stack in existing])
    with working(f"destroying {len(existing)} stacks ..."):
        _destroy_forgotten(client, existing, assembly)
        _destroy(client, loaded, assembly)
    if as_json:
        say(json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in kept], indent=1))
        return
    say(f"{loaded.config.name} {env}: destroyed" + (", but these are kept:" if kept else ""))
    if kept:
        print_table("", ("stack", "resource", "type", "name"), kept, fold=False)


def _refuse_protected(existing: Sequence[DeployedStack]) -> None:
    protected = [s.name for s in existing if s.protected and s.status not in FAILED_CREATION]
    if protected:
        raise ConsoleError(
            f"{', '.join(protected)}: protected against being destroyed. If you mean it, set "
            "`termination_protection: false` in the YAML, deploy that, and destroy again."
        )


def _destroy_forgotten(client: Any, existing: Sequence[DeployedStack], assembly: Assembly) -> None:  # noqa: ANN401
    """Destroy projects that are no longer in the YAML, which CDK therefore does not know."""
    for stack in existing:
        if stack.name not in assembly.names():
            client.delete_stack(StackName=stack.name)
            client.get_waiter("stack_delete_complete").wait(
                StackName=stack.name, WaiterConfig={"Delay": 2}
            )


def _destroy(client: Any, loaded: Loaded, assembly: Assembly) -> None:  # noqa: ANN401
    log = assembly.folder / "destroy.log"
    arguments = ["destroy", "--app", str(assembly.folder.absolute()), "--all", "--force"]
    process = start_cdk(arguments, log=log)
    with interruptible(process, loaded):
        process.wait()
    if process.returncode or stacks_of(client, loaded.config.name, loaded.config.env):
        tail = "\n".join(log.read_text(encoding="utf-8").rstrip().splitlines()[-10:])
        raise ConsoleError(f"Not everything could be destroyed. CDK said:\n{tail}")


def _kept(client: Any, name: str) -> Kept:  # noqa: ANN401
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
