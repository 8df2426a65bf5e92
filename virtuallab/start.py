"""Plan and submit in one call."""

import functools
import sys
from collections.abc import Callable
from typing import ParamSpec

from virtuallab.plan import Plan
from virtuallab.plan_text import summary
from virtuallab.planning import plan_fan_out
from virtuallab.run import Run

_P = ParamSpec("_P")


def _submitting(plan: Callable[_P, Plan]) -> Callable[_P, Run]:
    """Return a function with the same arguments that submits what it has planned."""

    @functools.wraps(plan)
    def start(*arguments: _P.args, **options: _P.kwargs) -> Run:
        made = plan(*arguments, **options)
        sys.stdout.write("".join(f"{line}\n" for line in summary(made)))
        return made.submit()

    start.__name__ = start.__qualname__ = "fan_out"
    start.__doc__ = (plan.__doc__ or "").replace(
        "Check a fan-out and return its plan, with every job and the price; nothing is sent.",
        "Check a fan-out, print what it will do, start it and return its run.",
    )
    return start


fan_out = _submitting(plan_fan_out)
