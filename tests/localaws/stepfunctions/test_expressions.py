"""Expressions of branches that run at the same time."""

from tests.localaws.stepfunctions.conftest import MakeMachine


def test_busy_branches_do_not_take_each_others_second(make_machine: MakeMachine) -> None:
    """Each needs a tenth of a second alone; all together would be over the limit."""
    count = {"Type": "Pass", "Output": "{% $count([1..3000][$ % 7 = 0]) %}", "End": True}
    branch = {"StartAt": "Count", "States": {"Count": count}}
    both = {"Type": "Parallel", "Branches": [branch] * 25, "End": True}
    assert make_machine({"All": both}).run() == [428] * 25
