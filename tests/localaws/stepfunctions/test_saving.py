"""State that is saved while executions run."""

import json

from localaws.instance import LocalAws
from tests.localaws.stepfunctions.conftest import PASS, MakeMachine, distributed, wait


def test_state_is_saved_while_children_begin_and_end(
    aws: LocalAws, make_machine: MakeMachine
) -> None:
    """No save is put off because something changes, and the children are in the file."""
    machine = make_machine({"Map": distributed(PASS, ToleratedFailureCount=1)}, "states:*")
    execution = machine.start(list(range(200)))
    assert machine.end(execution)["status"] == "SUCCEEDED"
    (run,) = machine.client.list_map_runs(executionArn=execution)["mapRuns"]
    file = aws.folder / "state" / "snapshot.json"

    def children() -> int:
        if not file.exists():
            return 0
        states = json.loads(file.read_text(encoding="utf-8"))["services"]["stepfunctions"]
        found = states["executions"]["data"].values()
        ended = [e for e in found if e.get("mapRunArn") == run["mapRunArn"]]
        return sum(child["status"] == "SUCCEEDED" for child in ended)

    assert wait(children, lambda count: count == 200) == 200
    assert "changed size during iteration" not in aws.status().log.read_text(encoding="utf-8")
