"""Fan-outs of a lab from a notebook: one job for every child folder of a parent."""

from virtuallab.errors import FanOutError, Problem
from virtuallab.history import PastRun, open_run, runs
from virtuallab.plan import Job, Plan
from virtuallab.planning import plan_fan_out
from virtuallab.prices import Price
from virtuallab.progress import Progress
from virtuallab.results import FolderResult
from virtuallab.run import Run
from virtuallab.start import fan_out

__all__ = [
    "FanOutError",
    "FolderResult",
    "Job",
    "PastRun",
    "Plan",
    "Price",
    "Problem",
    "Progress",
    "Run",
    "fan_out",
    "open_run",
    "plan_fan_out",
    "runs",
]
