"""A plan as text, for notebooks and terminals."""

from collections.abc import Iterable, Iterator, Sequence

from virtuallab.plan import Job, Plan
from virtuallab.prices import amount
from virtuallab.words import count_of

_UNITS = ("B", "KiB", "MiB", "GiB", "TiB")
COLUMNS = ("folder", "input files", "size", "from USD", "to USD")


def plan_text(plan: Plan) -> str:
    """Return everything of a plan, with all its jobs."""
    table = [] if not plan.jobs else ["", *table_lines(COLUMNS, map(job_row, plan.jobs))]
    return "\n".join([*summary(plan), *table])


def summary(plan: Plan) -> Iterator[str]:
    """Yield the lines that say what a plan is, without its jobs."""
    total = len(plan.jobs) + plan.complete
    yield f"{plan.parent.uri} -> {plan.output.uri}"
    if not plan.jobs:
        are = "is" if plan.complete == 1 else "are"
        of_folders = f"{plan.complete} of {count_of(total, 'folder')}"
        yield f"nothing to do: {of_folders} {are} complete already"
    else:
        yield f"{count_of(len(plan.jobs), 'job')} of {plan.script.name}, one for each folder"
        if plan.complete:
            are = "is" if plan.complete == 1 else "are"
            yield f"{plan.complete} of {total} {are} complete already"
        yield f"size:        {plan.first}; after a failure once more with {plan.second}"
        yield f"at a time:   up to {plan.concurrency}"
        minutes = f"{count_of(plan.request.minutes, 'minute')} a folder"
        yield f"price:       {plan.usd}, at {minutes}"
        yield f"prices:      {plan.settings.prices}"
    for note in plan.notes:
        yield f"note:        {note}"


def job_row(job: Job) -> tuple[str, ...]:
    """Return the cells of a job."""
    more = "+" if job.at_least else ""
    prices = ("?" if usd is None else amount(usd) for usd in (job.usd.low, job.usd.high))
    return (job.folder, f"{job.files}{more}", f"{_size(job.bytes)}{more}", *prices)


def table_lines(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lay cells out under the names of their columns."""
    cells = [columns, *rows]
    widths = [max(len(row[index]) for row in cells) for index in range(len(columns))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def _size(count: float) -> str:
    unit = 0
    while count >= 1024 and unit < len(_UNITS) - 1:  # noqa: PLR2004 - that is what a KiB is
        count, unit = count / 1024, unit + 1
    return f"{count:.0f} {_UNITS[unit]}" if unit == 0 else f"{count:.1f} {_UNITS[unit]}"
