"""What the simulation says: one cell for each number of folders at once and rate of reclaims."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

from benchmarks.spot_folders import FOLDERS, folders
from benchmarks.spot_plan import Plan
from benchmarks.spot_run import Run, simulate
from cdk.batch.machines import prices_note

CONCURRENCY = (10, 20, 35, 50, 100, 200)
RECLAIMS: dict[str, float] = {"none": 0, "as advised": 1, "x 50": 50, "x 1000": 1000}
"""How often spot takes machines away, as a multiple of what the Spot Instance Advisor says."""
SEEDS = 6


@dataclass(frozen=True)
class Cell:
    """Means over all seeds; a run is the same work each time, in another order.

    Attributes:
        concurrency: folders under way at once.
        reclaims: a name of `RECLAIMS`.
        seconds: from the first submission to the end of the last job.
        shortest: the quickest of the runs.
        longest: the slowest.
        usd: machines and their disks.
        wasted: share of the jobs' vCPU-seconds that were lost with a machine.
        escalated: folders that succeeded at the second size.
        failed: folders that failed twice.
        machines: how many were started.
        on_demand: how many of them on demand.
        most_at_once: how many jobs ran at the same moment at most.
    """

    concurrency: int
    reclaims: str
    seconds: float
    shortest: float
    longest: float
    usd: float
    wasted: float
    escalated: float
    failed: float
    machines: float
    on_demand: float
    most_at_once: int


def cells(plan: Plan, seeds: Iterable[int] = range(SEEDS)) -> list[Cell]:
    """Simulate every cell for every seed.

    Raises:
        ConsoleError: no price is known in the region.
    """
    work = {seed: folders(seed) for seed in seeds}
    return [
        _cell(
            concurrency,
            name,
            [
                simulate(plan, each, concurrency=concurrency, reclaims=factor, seed=seed)
                for seed, each in work.items()
            ],
        )
        for concurrency in sorted({*CONCURRENCY, plan.max_concurrency})
        for name, factor in RECLAIMS.items()
    ]


def _cell(concurrency: int, reclaims: str, runs: Sequence[Run]) -> Cell:
    seconds = [run.seconds for run in runs]
    return Cell(
        concurrency=concurrency,
        reclaims=reclaims,
        seconds=mean(seconds),
        shortest=min(seconds),
        longest=max(seconds),
        usd=mean(run.usd for run in runs),
        wasted=mean(run.wasted for run in runs),
        escalated=mean(run.outcomes.count("escalated") for run in runs),
        failed=mean(run.outcomes.count("failed") for run in runs),
        machines=mean(len(run.hosts) for run in runs),
        on_demand=mean(sum(not host.spot for host in run.hosts) for run in runs),
        most_at_once=max(run.most_at_once for run in runs),
    )


def clock(seconds: float) -> str:
    """Return hours and minutes, as 1:55."""
    minutes = round(seconds / 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def table(plan: Plan, found: Sequence[Cell]) -> str:
    """Return the cells in Markdown, beside the study's own run."""
    head = ["at once", "reclaims", "time", "shortest to longest", "USD", "lost work"]
    head += ["escalated", "failed", "machines", "on demand"]
    limits = f"{plan.max_vcpus} vCPUs on spot and {plan.on_demand_max_vcpus} on demand"
    lines = [
        f"{FOLDERS} folders, {plan.title}, at most {limits}.",
        f"Prices: {prices_note(plan.region)}.",
        "",
        f"| {' | '.join(head)} |",
        "|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|",
        "| 30 to 40 | the study's own run | just under 2:00 | | | | | | | |",
    ]
    for each in found:
        setting = " (the project's)" if each.concurrency == plan.max_concurrency else ""
        lines.append(
            f"| {each.concurrency}{setting} | {each.reclaims} | {clock(each.seconds)} "
            f"| {clock(each.shortest)} to {clock(each.longest)} | {each.usd:.2f} "
            f"| {each.wasted:.2%} | {each.escalated:.0f} | {each.failed:.0f} "
            f"| {each.machines:.1f} | {each.on_demand:.1f} |"
        )
    return "\n".join(lines)
