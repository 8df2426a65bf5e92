"""Sends a plan: script, manifest and plan to S3, then the start; safe to repeat at any point."""

import json
import sys

from botocore.exceptions import BotoCoreError, ClientError

from virtuallab.errors import FanOutError, Problem, aws_problem
from virtuallab.executions import UnderWay, describe, execution_arn, running
from virtuallab.places import Place, place_of
from virtuallab.plan import Plan
from virtuallab.records import is_there
from virtuallab.run import Run

_EXISTS = "ExecutionAlreadyExists"
_MOST_RUNS = 1000


def submit(plan: Plan) -> Run:
    """Start a plan, or attach to the run that does the same already.

    The name of a run follows from its work, so that a submission that was interrupted, or done
    twice, finds what it has begun. A run that has ended gets a successor with the next number.

    Raises:
        FanOutError: another run writes to the same place, or AWS refuses.
    """
    try:
        return _submit(plan)
    except (ClientError, BotoCoreError) as error:
        raise FanOutError([aws_problem(f"run {plan.family}", error)]) from error


def _submit(plan: Plan) -> Run:
    last: Run | None = None
    for number in range(1, _MOST_RUNS):
        name = f"{plan.family}-{number}"
        arn = execution_arn(plan.settings.state_machine_arn, name)
        run = Run(plan.project, name, arn, plan.execution_input(name))
        found = describe(plan.project.states, arn)
        # Step Functions forgets a run after 90 days; what it wrote down stays.
        if found is None and not _has_ended(plan, name):
            if not plan.jobs:
                return last or Run(plan.project, plan.family, None, plan.execution_input(name))
            _refuse_overlap(plan)
            _upload(plan, name)
            if _start(plan, name):
                _yield_to_earlier(plan, run)
                return run
            # Somebody else has started it between the two calls.
            found = describe(plan.project.states, arn)
        if found and found["status"] == "RUNNING":
            _note(f"{name} does this already: attached to it, with the options it was started with")
            return run
        last = run
    message = f"ended {_MOST_RUNS - 1} times without completing its folders"
    raise FanOutError([Problem(f"run {plan.family}", message, "look into its logs first")])


def _has_ended(plan: Plan, name: str) -> bool:
    return is_there(plan.project.s3, plan.records(name), "summary.json")


def _start(plan: Plan, name: str) -> bool:
    try:
        plan.project.states.start_execution(
            stateMachineArn=plan.settings.state_machine_arn,
            name=name,
            input=json.dumps(plan.execution_input(name)),
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != _EXISTS:
            raise
        return False
    return True


def _yield_to_earlier(plan: Plan, run: Run) -> None:
    """Stop a run that was started at the same moment as another one, which it could not see."""
    states = plan.project.states
    found = describe(states, run.arn) if run.arn else None
    if found is None or found["status"] != "RUNNING":
        return
    own = UnderWay(found["startDate"], run.name, dict(run.given))
    problems = [
        _in_the_way(each.name, place)
        for each in running(states, plan.settings.state_machine_arn)
        if each < own and (place := _output(each)) and place.overlaps(plan.output)
    ]
    if problems:
        cause = "another run writes to the same place, and started earlier"
        states.stop_execution(executionArn=run.arn, error="Overlap", cause=cause)
        raise FanOutError(problems)


def _output(run: UnderWay) -> Place | None:
    output = run.given.get("output")
    return place_of(output) if isinstance(output, str) else None


def _in_the_way(name: str, place: Place) -> Problem:
    message = f"run {name} writes to {place.uri} right now"
    hint = f"wait for it, or cancel it: open_run('{name}').cancel(), lab runs cancel {name}"
    return Problem("output", message, hint)


def _refuse_overlap(plan: Plan) -> None:
    problems = []
    for each in running(plan.project.states, plan.settings.state_machine_arn):
        place = _output(each)
        if place is None:
            continue
        if place.overlaps(plan.output):
            problems.append(_in_the_way(each.name, place))
        elif place.overlaps(plan.parent):
            message = f"run {each.name} still writes to {place.uri}"
            problems.append(Problem("parent", message, "wait until its folders are complete"))
    if problems:
        raise FanOutError(problems)


def _upload(plan: Plan, name: str) -> None:
    records, s3 = plan.records(name), plan.project.s3
    manifest = "".join(f"{job.folder}\n" for job in plan.jobs)
    files = {
        plan.script.name: plan.script.body,
        "manifest.csv": f"folder\n{manifest}".encode(),
        "plan.json": json.dumps(plan.as_json(name), indent=1).encode(),
    }
    for file, body in files.items():
        s3.put_object(Bucket=records.bucket, Key=f"{records.prefix}{file}", Body=body)


def _note(text: str) -> None:
    sys.stderr.write(f"{text}\n")
