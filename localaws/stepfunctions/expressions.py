"""JSONata expressions, evaluated one at a time."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import threading
from typing import Any

from ministack.services import stepfunctions


def install() -> None:
    """Extend ministack's JSONata, which gives an expression a second, as AWS does.

    Sixty children that evaluate at the same time take it from each other, so they take turns.
    """
    evaluate, turn = stepfunctions._evaluate_jsonata, threading.Lock()

    def evaluate_jsonata(expression: str, *rest: Any, **more: Any) -> Any:  # noqa: ANN401
        with turn:
            return evaluate(expression, *rest, **more)

    stepfunctions._evaluate_jsonata = evaluate_jsonata
