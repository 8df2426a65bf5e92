"""`lab submit`: plan a fan-out, start it and watch it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from console.errors import ConsoleError
from console.report import note, print_table, say
from console.runs import INTERRUPTED, Desk, conclude, follow, require_whole, told
from virtuallab import Plan, Run, plan_fan_out
from virtuallab.plan_text import COLUMNS, job_row, summary
from virtuallab.progress import NOTHING_TO_DO


def parse_variables(given: Iterable[str]) -> dict[str, str]:
    """Read `NAME=VALUE` as it stands on the command line.

    Raises:
        ConsoleError: there is no equals sign, or a name comes twice.
    """
    variables: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or name in variables:
            problem = "is no NAME=VALUE" if not equals else "comes twice"
            raise ConsoleError(f"--var {text} {problem}", exit_code=2)
        variables[name] = value
    return variables


def submit(
    desk: Desk,
    what: tuple[str, str, str],
    options: Mapping[str, Any],
    *,
    dry_run: bool,
    wait: bool,
    as_json: bool,
) -> None:
    """Plan a fan-out, and start and watch it unless that is not wanted.

    Args:
        desk: whose it is.
        what: parent, script and output.
        options: further arguments of `virtuallab.plan_fan_out`.
        dry_run: print jobs and price alone.
        wait: watch until the run is done.
        as_json: print JSON.

    Raises:
        LabError: with everything that is wrong.
        ConsoleError: folders have failed, or the user has stopped watching.
    """
    parent, script, output = what
    with told():
        plan = plan_fan_out(parent, script=script, output=output, **options, **desk.who())
        if dry_run:
            _print_plan(plan, as_json=as_json)
            return
        for line in summary(plan):
            note(line)
        run = _started(plan)
        if not plan.jobs and run.progress().done:
            _say_nothing_to_do(plan, run, as_json=as_json)
            return
        if not wait:
            say(json.dumps({"run": run.name}) if as_json else run.name)
            return
        follow(desk, run)
        conclude(desk, run, as_json=as_json, is_told=True)
        require_whole(desk, run)


def _started(plan: Plan) -> Run:
    try:
        return plan.submit()
    except KeyboardInterrupt:
        message = "Interrupted while submitting; the same command goes on from there."
        raise ConsoleError(message, exit_code=INTERRUPTED) from None


def _say_nothing_to_do(plan: Plan, run: Run, *, as_json: bool) -> None:
    """Say where the results are; a run is named if there was one of the same work."""
    if not as_json:
        say(f"results: {plan.output.uri}")
        return
    name = run.name if run.arn else None
    found = {"run": name, "status": NOTHING_TO_DO, "output": plan.output.uri}
    say(json.dumps({**found, "complete": plan.complete}))


def _print_plan(plan: Plan, *, as_json: bool) -> None:
    if not as_json:
        say("\n".join(summary(plan)))
        if plan.jobs:
            say("")
            print_table("", COLUMNS, map(job_row, plan.jobs), fold=False)
        return
    known = {
        "name": plan.family,
        "parent": plan.parent.uri,
        "output": plan.output.uri,
        "complete": plan.complete,
        "concurrency": plan.concurrency,
        "first": asdict(plan.first),
        "second": asdict(plan.second),
        "usd": asdict(plan.usd),
        "prices": plan.settings.prices,
        "notes": plan.notes,
        "jobs": [asdict(job) for job in plan.jobs],
    }
    say(json.dumps(known, indent=1))
