"""What a scientist asks for, before anything is known about it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from virtuallab.errors import Problems
from virtuallab.sizes import Size

MOST_PATTERN = 200
MOST_CONCURRENCY = 10_000
MOST_MINUTES = 14 * 24 * 60
LEAST_MEMORY_GIB = 0.125
_OPTIONAL = ("max_concurrency", "max_failures", "timeout_minutes")


@dataclass(frozen=True)
class Request:
    """The arguments of `fan_out`, which describes them."""

    parent: str
    script: str
    output: str
    vcpus: int
    memory_gib: float
    minutes: float
    variables: Mapping[str, object]
    gpus: int
    max_concurrency: int | None
    max_failures: int | None
    timeout_minutes: float | None
    include: str | None
    name: str | None
    skip_empty: bool

    @property
    def first(self) -> Size:
        """Return the size of a first attempt."""
        return Size(int(self.vcpus), math.ceil(self.memory_gib * 1024), int(self.gpus))

    def check_numbers(self, problems: Problems) -> bool:
        """Tell what is wrong with the numbers; return whether nothing is."""
        before = len(problems)
        for name, least in (("vcpus", 1), ("gpus", 0), ("max_concurrency", 1), ("max_failures", 0)):
            value = getattr(self, name)
            if value is None and name in _OPTIONAL:
                continue
            if not (_is_number(value) and value == int(value) >= least):
                problems.add(name, f"is no whole number of at least {least} (got {value!r})")
        for name, unit in (
            ("memory_gib", "GiB"),
            ("minutes", "minutes"),
            ("timeout_minutes", "minutes"),
        ):
            value = getattr(self, name)
            if value is None and name in _OPTIONAL:
                continue
            if not _is_number(value):
                problems.add(name, f"needs a number of {unit} (got {value!r})")
            elif value <= 0:
                problems.add(name, f"is not more than 0 {unit} (got {value!r})")
        if len(problems) == before:
            self._check_bounds(problems)
        return len(problems) == before

    def _check_bounds(self, problems: Problems) -> None:
        if self.memory_gib < LEAST_MEMORY_GIB:
            message = f"is too little for the runner itself (got {self.memory_gib})"
            problems.add("memory_gib", message, f"at least {LEAST_MEMORY_GIB}")
        if self.max_concurrency is not None and self.max_concurrency > MOST_CONCURRENCY:
            message = f"is more than AWS starts at once (got {self.max_concurrency})"
            problems.add("max_concurrency", message, f"at most {MOST_CONCURRENCY}")
        if self.timeout_minutes is not None and self.timeout_minutes < 1:
            message = f"is less than AWS Batch can measure (got {self.timeout_minutes})"
            problems.add("timeout_minutes", message, "at least 1")
        if self.timeout_minutes is not None and self.timeout_minutes > MOST_MINUTES:
            message = f"is more than the 14 days of a job (got {self.timeout_minutes})"
            problems.add("timeout_minutes", message, f"at most {MOST_MINUTES}")

    def check_texts(self, problems: Problems) -> None:
        """Tell what is wrong with the pattern for files."""
        if self.include is not None and len(self.include) > MOST_PATTERN:
            message = f"has more than {MOST_PATTERN} characters"
            problems.add("include", f"{message} (got {len(self.include)})")
        if self.include is not None and (not self.include or "/" in self.include):
            message = f"is no pattern for names of files (got {self.include!r})"
            problems.add("include", message, "such as *.fcs; it looks at names, not at paths")


def _is_number(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(float(str(value)))
