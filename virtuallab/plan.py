"""What a fan-out would do: the dry run, and all that a submission sends."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from virtuallab.places import RECORDS, Place
from virtuallab.prices import Price, usd_per_hour, usual_usd_per_hour
from virtuallab.project import Project
from virtuallab.request import Request
from virtuallab.script import Script
from virtuallab.settings import Settings
from virtuallab.sizes import Size
from virtuallab.words import count_of

if TYPE_CHECKING:
    from virtuallab.run import Run


INCLUDE = "LAB_INCLUDE"


@dataclass(frozen=True, slots=True)
class Job:
    """The job of one folder.

    Attributes:
        folder: its name.
        files: input files that were seen.
        bytes: their size.
        at_least: whether there may be more of them.
        usd: what the folder costs.
    """

    folder: str
    files: int
    bytes: int
    at_least: bool
    usd: Price = field(repr=False)


@dataclass(frozen=True, repr=False)
class Plan:
    """A fan-out that was checked and can be submitted.

    Attributes:
        project: whose it is.
        settings: what the lab allows.
        request: what was asked for.
        script: that is run for every folder.
        environment: the scientist's variables.
        parent: whose child folders are analysed.
        output: where results go.
        jobs: one for each folder that has no results yet.
        complete: folders that have their results already.
        second: the size of a second attempt.
        concurrency: jobs that can run at once.
        usd: what all jobs cost.
        notes: what a reader should know.
        family: the run's name without its number.
    """

    project: Project
    settings: Settings
    request: Request
    script: Script
    environment: list[dict[str, str]]
    parent: Place
    output: Place
    jobs: tuple[Job, ...]
    complete: int
    second: Size
    concurrency: int
    usd: Price
    notes: tuple[str, ...]
    family: str

    @property
    def first(self) -> Size:
        """Return the size of a first attempt."""
        return self.request.first

    def records(self, run: str) -> Place:
        """Return where a run keeps its script, manifest, plan and summary."""
        return self.output.below(f"{RECORDS}/runs/{run}")

    def execution_input(self, run: str) -> dict[str, Any]:
        """Return what the state machine is told."""
        request, settings, records = self.request, self.settings, self.records(run)
        timeout, most, failures = (
            settings_value if asked is None else asked
            for asked, settings_value in (
                (request.timeout_minutes, settings.timeout_minutes),
                (request.max_concurrency, settings.max_concurrency),
                (request.max_failures, settings.max_failures),
            )
        )
        return {
            "run": run,
            "parent": self.parent.uri,
            "output": self.output.uri,
            "script": f"{records.uri}{self.script.name}",
            "manifest": {"bucket": records.bucket, "key": f"{records.prefix}manifest.csv"},
            "results": {"bucket": records.bucket, "prefix": records.prefix},
            "first": self._size(self.first),
            "second": self._size(self.second),
            "gpus": self.first.gpus,
            "timeout_seconds": int(timeout * 60),
            "max_concurrency": int(most),
            "max_failures": int(failures),
            "environment": [*self.environment, *self._files()],
        }

    def as_json(self, run: str) -> dict[str, Any]:
        """Return what is kept with the results, so that a run can be understood later."""
        return {
            **self.execution_input(run),
            "script_sha256": self.script.sha256,
            "include": self.request.include,
            "folders": len(self.jobs),
            "complete_before": self.complete,
            "minutes": self.request.minutes,
            "usd": {"low": self.usd.low, "high": self.usd.high},
            "prices": self.settings.prices,
            "state_machine_arn": self.settings.state_machine_arn,
        }

    def submit(self) -> "Run":
        """Start it, or attach to it if it runs already.

        Raises:
            FanOutError: another run writes to the same place, or AWS refuses.
        """
        from virtuallab.submission import submit  # noqa: PLC0415 - a plan and its run know each other

        return submit(self)

    def _files(self) -> list[dict[str, str]]:
        """Return what tells a job which files of its folder are input."""
        include = self.request.include
        return [] if include is None else [{"Name": INCLUDE, "Value": include}]

    def _size(self, size: Size) -> dict[str, Any]:
        hosts = self.settings.hosts_for(size.gpus)
        return {
            "vcpus": str(size.vcpus),
            "memory_mib": str(size.memory_mib),
            "usd_per_hour": usual_usd_per_hour(size, hosts),
            "on_demand_usd_per_hour": usd_per_hour(size, hosts, "on_demand"),
        }

    def __repr__(self) -> str:
        return f"<Plan {self.family}: {count_of(len(self.jobs), 'job')}, {self.usd}>"

    def __str__(self) -> str:
        from virtuallab.plan_text import plan_text  # noqa: PLC0415 - only who prints it needs it

        return plan_text(self)
