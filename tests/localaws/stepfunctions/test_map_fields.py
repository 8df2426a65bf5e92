"""Fields of Map states that are numbers."""

from typing import Any

import pytest

from tests.localaws.stepfunctions.conftest import PASS, MakeMachine, distributed

START = "states:StartExecution"


@pytest.mark.parametrize(
    ("language", "fields", "error", "word"),
    [
        ("JSONata", {"MaxConcurrency": "{% 'many' %}"}, "States.QueryEvaluationError", "'number'"),
        ("JSONata", {"MaxConcurrency": "{% -1 %}"}, "States.Runtime", "MaxConcurrency must be"),
        ("JSONPath", {"ToleratedFailureCountPath": "$.x"}, "States.Runtime", "but was: 'many'"),
        ("JSONPath", {"ToleratedFailurePercentage": True}, "States.Runtime", "but was: True"),
    ],
)
def test_other_values_than_numbers_are_refused(
    make_machine: MakeMachine, language: str, fields: dict[str, Any], error: str, word: str
) -> None:
    """A limit is a number from 0 on, whichever way it is given."""
    states = {"Map": distributed(PASS, ItemsPath="$.items", **fields)}
    if language == "JSONata":
        states["Map"] = distributed(PASS, Items="{% $states.input.items %}", **fields)
    machine = make_machine(states, START, language=language)
    found, cause = machine.fail({"items": [1], "x": "many"})
    assert (found, word in cause) == (error, True), cause


def test_item_is_the_input_where_nothing_is_selected(make_machine: MakeMachine) -> None:
    """Without ItemSelector, and a single value is one item."""
    assert make_machine({"Map": distributed(PASS)}, START).run({"a": 1}) == [{"a": 1}]
