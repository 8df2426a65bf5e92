"""The folders of the simulated run: how long each takes, and which fail at the first size."""

import math
from dataclasses import dataclass
from random import Random

FOLDERS = 763
"""Plates of the cytometry study: its jobs ran 30 to 40 at a time and took just under two hours."""
MEAN_SECONDS = 250.0
"""A fit, no measurement: then 35 at a time take just under two hours, starts of machines and second
tries included."""
SPREAD = 0.6
"""Assumed: standard deviation of the logarithm. One folder of 30 takes three times the median."""
FIRST_VCPUS, FIRST_GIB = 1, 3.5
"""Assumed: what a job asks for first. 3.5 GiB is what fits on each vCPU of a machine of 4 GiB."""
ESCALATED, FAILED = 27, 3
"""Assumed: the largest folders need the second size, and the very largest fail there too."""


@dataclass(frozen=True)
class Folder:
    """One folder.

    Attributes:
        seconds: how long its analysis takes where it has memory enough.
        first_failure: seconds after which the first size runs out of memory, None if it does not.
        second_failure: the same of the second size.
    """

    seconds: float
    first_failure: float | None
    second_failure: float | None


def folders(seed: int) -> list[Folder]:
    """Return the folders of a run, in the order of the manifest.

    Those that take longest are the largest, and need most memory. Their sum is made exactly
    `FOLDERS * MEAN_SECONDS`, so that runs of different seeds are the same work.
    """
    # S311: repeatable draws are wanted, not secret ones.
    random = Random(f"folders of {seed}")  # noqa: S311
    drawn = [math.exp(random.gauss(0, SPREAD)) for _ in range(FOLDERS)]
    scale = FOLDERS * MEAN_SECONDS / sum(drawn)
    longest_first = sorted(range(FOLDERS), key=lambda index: -drawn[index])
    rank = {index: place for place, index in enumerate(longest_first)}
    found = []
    for index, each in enumerate(drawn):
        seconds = each * scale
        # Drawn for every folder, so that other shares leave the rest as it was.
        first, second = random.uniform(0.2, 1) * seconds, random.uniform(0.2, 1) * seconds
        found.append(
            Folder(
                seconds=seconds,
                first_failure=first if rank[index] < ESCALATED else None,
                second_failure=second if rank[index] < FAILED else None,
            )
        )
    return found
