"""`lab status`: what of a lab exists, asked of AWS."""

import json
from dataclasses import asdict
from pathlib import Path

from cdk.config.load import load
from cdk.naming import FOUNDATION, project_stack_name, stack_name
from console.cloudformation import stacks_of
from console.report import note, print_table, say
from console.target import enter_running


def status(lab: Path, env: str, *, local: bool, as_json: bool) -> None:
    """Print the stacks of an environment, their state and what they say of themselves.

    Raises:
        LabError: the YAML is not valid.
        ConsoleError: the target cannot be asked.
    """
    loaded = load(lab, env)
    config = loaded.config
    target = enter_running(loaded, local=local)
    found = stacks_of(target.client("cloudformation"), config.name, config.env)
    if as_json:
        say(json.dumps([asdict(stack) for stack in found], indent=1, default=str))
        return
    if not found:
        say(f"{loaded.config.name} {env}: nothing is deployed to {target.name}")
        return
    rows = [(s.name, s.status, f"{s.changed:%Y-%m-%d %H:%M}") for s in found]
    print_table(target.name, ("stack", "status", "changed (UTC)"), rows)
    outputs = [
        (stack.name, key, value)
        for stack in found
        for key, value in sorted(stack.outputs.items())
        # What stacks export to each other says nothing to people.
        if not key.startswith("ExportsOutput")
    ]
    say("")
    print_table("", ("stack", "output", "value"), outputs, fold=False)
    foundation = {stack_name(config.name, config.env, p) for p in FOUNDATION}
    projects = {project_stack_name(config.name, config.env, p) for p in config.enabled_projects()}
    for stack in found:
        if stack.name not in foundation | projects:
            note(
                f"{stack.name} is deployed, but no longer in the YAML. To remove it:\n"
                f"  aws cloudformation delete-stack --stack-name {stack.name}"
            )
