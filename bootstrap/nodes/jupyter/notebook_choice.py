"""What a notebook may be given: read from Slurm and the lab, and checked when somebody asks."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass

SINFO_FORMAT = "%R|%a|%c|%m|%G|%l"
"""Columns of sinfo: partition, whether it is up, cores, memory in MiB, devices, time limit."""

MOST_HOURS = 7 * 24
"""Longest notebook where Slurm has no limit: it holds its cores while nobody looks."""

ON_DEMAND = "-ondemand"
"""The sibling of a partition on spot has its name with this at the end."""


class RefusedError(ValueError):
    """A choice that cannot be had; the message is shown to the person."""


@dataclass(frozen=True)
class Partition:
    """A partition of Slurm and the largest notebook that one of its nodes can hold."""

    name: str
    cores: int
    memory_gib: int
    gpus: int
    hours: int
    is_spot: bool


@dataclass(frozen=True)
class Choice:
    """One notebook. Its fields are the holes of notebook.sbatch.j2."""

    program: str
    project: str
    partition: str
    cores: int
    memory_gib: int
    hours: int
    gpus: int = 0


@dataclass(frozen=True)
class Offer:
    """What one person may choose from."""

    programs: tuple[str, ...]
    projects: tuple[str, ...]
    partitions: tuple[Partition, ...]


def partitions(sinfo: str) -> tuple[Partition, ...]:
    """Return the partitions that are up, from the output of `sinfo --exact`."""
    rows = [line.split("|") for line in sinfo.splitlines()]
    names = {row[0] for row in rows}
    found: dict[str, Partition] = {}
    for name, state, cores, memory, devices, limit in rows:
        if state != "up":
            continue
        is_spot = name + ON_DEMAND in names
        size = (int(cores), max(1, int(memory) // 1024), _gpus(devices), _hours(limit))
        # Nodes of one partition may differ: the largest counts, and Slurm has the last word.
        if before := found.get(name):
            other = (before.cores, before.memory_gib, before.gpus, before.hours)
            size = tuple(map(max, size, other))  # type: ignore[assignment]
        found[name] = Partition(name, *size, is_spot=is_spot)
    return tuple(found.values())


def remembered(asked: Mapping[str, object], default: Choice) -> Choice:
    """Return what somebody asked for before, be it right or wrong, for the form to begin with."""
    usable = {}
    for field, value in asdict(default).items():
        with suppress(TypeError, ValueError):
            usable[field] = type(value)(asked.get(field, value))
    return Choice(**usable) if len(usable) == len(asdict(default)) else default


def first_choice(offer: Offer, wanted: Choice) -> Choice:
    """Return what comes nearest to a wish, such as the lab's defaults, and can be had.

    Raises:
        RefusedError: the person is in no project, or no partition is up.
    """
    if not offer.projects:
        raise RefusedError("You are in no project yet. Ask the lab's admins for one.")
    if not offer.partitions:
        raise RefusedError("No partition of Slurm is up. Ask the lab's admins.")
    project = wanted.project if wanted.project in offer.projects else offer.projects[0]
    program = wanted.program if wanted.program in offer.programs else offer.programs[0]
    named = [each for each in offer.partitions if each.name == wanted.partition]
    partition = (named or offer.partitions)[0]
    return Choice(
        program=program,
        project=project,
        partition=partition.name,
        cores=max(1, min(wanted.cores, partition.cores)),
        memory_gib=max(1, min(wanted.memory_gib, partition.memory_gib)),
        hours=max(1, min(wanted.hours, partition.hours)),
        gpus=max(0, min(wanted.gpus, partition.gpus)),
    )


def checked(asked: Mapping[str, object], offer: Offer) -> Choice:
    """Return a choice that can be had.

    Nothing else may reach batchspawner: it lays what people ask for over every hole of the job's
    script, the command among them.

    Raises:
        RefusedError: it cannot be had; the message names the field and its limit.
    """
    unknown = sorted(set(asked) - set(Choice.__dataclass_fields__))
    if unknown:
        raise RefusedError(f"A notebook has no option called {unknown[0]}.")
    allowed = {each.name: each for each in offer.partitions}
    partition = allowed[_word(asked, "partition", allowed)]
    return Choice(
        program=_word(asked, "program", offer.programs),
        project=_word(asked, "project", offer.projects),
        partition=partition.name,
        cores=_number(asked, "cores", 1, partition.cores, partition.name),
        memory_gib=_number(asked, "memory_gib", 1, partition.memory_gib, partition.name),
        hours=_number(asked, "hours", 1, partition.hours, partition.name),
        gpus=_number({"gpus": 0, **asked}, "gpus", 0, partition.gpus, partition.name),
    )


def _word(asked: Mapping[str, object], field: str, allowed: Iterable[str]) -> str:
    value = asked.get(field)
    for each in allowed:
        if value == each:
            return each
    choices = ", ".join(allowed) or "none"
    raise RefusedError(f"The {field} {value!r} is not yours to choose. There are: {choices}.")


def _number(asked: Mapping[str, object], field: str, least: int, most: int, place: str) -> int:
    value = asked.get(field)
    text = str(value)
    # Digits of other scripts are numbers for Python, and nothing that sbatch knows.
    if isinstance(value, int | str) and text.isascii() and text.isdecimal() and len(text) < 6:  # noqa: PLR2004
        number = int(text)
        if least <= number <= most:
            return number
    what = field.replace("_gib", " in GiB")
    raise RefusedError(f"In {place}, {what} goes from {least} to {most} (asked: {value!r}).")


def _gpus(devices: str) -> int:
    """Return how many GPUs there are in text such as `gpu:t4:4(S:0-1),gpu:1`, or `(null)`."""
    counts = (each.split("(")[0].split(":") for each in devices.split(",") if each[:4] == "gpu:")
    return sum(int(parts[-1]) for parts in counts if parts[-1].isdecimal())


def _hours(limit: str) -> int:
    """Return the full hours of a time limit such as `7-00:00:00`, `4:00:00` or `infinite`."""
    if limit in {"infinite", "n/a"}:
        return MOST_HOURS
    days, _, clock = limit.rpartition("-")
    parts = clock.split(":")
    hours = int(parts[0]) if len(parts) == 3 else 0  # noqa: PLR2004 - hours:minutes:seconds
    return max(1, min(MOST_HOURS, int(days or 0) * 24 + hours))
