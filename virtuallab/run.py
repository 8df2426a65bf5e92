"""A run: how far it is, how to stop it, what came out."""

import json
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from virtuallab.attempts import LOG, attempts, home, newest
from virtuallab.errors import LOST, FanOutError, LostError, Problem, aws_problem
from virtuallab.nearest import nearest
from virtuallab.places import Place, place_of
from virtuallab.progress import NOTHING_TO_DO, Progress, ask_progress
from virtuallab.project import Project
from virtuallab.records import is_there, read
from virtuallab.results import RESULTS, FolderResult, from_csv, from_markers, with_reasons
from virtuallab.so_far import folders_of, results_so_far

WATCH_SECONDS = 10
PAUSE_SECONDS, PAUSES = 5, 12
"""A network that is gone for a minute is waited for, beside the attempts of botocore itself."""


@dataclass(frozen=True, repr=False)
class Run:
    """One fan-out that was started.

    Attributes:
        project: whose it is.
        name: by which `open_run` finds it again.
        arn: of its execution; None if there was nothing to do.
        given: what the execution was told.
    """

    project: Project
    name: str
    arn: str | None
    given: Mapping[str, Any]

    @property
    def output(self) -> Place:
        """Return where results go."""
        return place_of(self.given["output"])

    @property
    def records(self) -> Place:
        """Return where script, manifest, plan and summary of the run are."""
        results = self.given["results"]
        return Place(results["bucket"], results["prefix"])

    def progress(self) -> Progress:
        """Return how far the run is."""
        if self.arn is None:
            return Progress(self.name, NOTHING_TO_DO)
        return ask_progress(self.project.states, self.name, self.arn)

    def changes(self, seconds: float = WATCH_SECONDS) -> Iterator[Progress]:
        """Yield the progress whenever it has changed, until the run is done.

        Args:
            seconds: between two questions.

        Raises:
            LostError: AWS could not be reached for a minute; the run goes on.
        """
        last = None
        while last is None or not last.done:
            if last is not None:
                time.sleep(seconds)
            now = self._patient_progress()
            if now != last:
                yield now
            last = now

    def _patient_progress(self) -> Progress:
        pauses = 0
        while True:
            try:
                return self.progress()
            except LOST as error:
                if pauses == PAUSES:
                    raise LostError([aws_problem(f"run {self.name}", error)]) from error
            pauses += 1
            time.sleep(PAUSE_SECONDS)

    def watch(self, seconds: float = WATCH_SECONDS) -> Progress:
        """Print the progress until the run is done, and return it; Ctrl-C leaves the run going.

        Args:
            seconds: between two questions.
        """
        # A terminal and a notebook can both write over a line; a log cannot.
        can_rewrite = sys.stdout.isatty() or "ipykernel" in sys.modules
        width = 0
        try:
            for progress in self.changes(seconds):
                text = str(progress)
                sys.stdout.write(f"\r{text:{width}}" if can_rewrite else f"{text}\n")
                sys.stdout.flush()
                width = len(text)
        except (KeyboardInterrupt, LostError):
            sys.stdout.write(f"\n{self.how_to_go_on()}\n")
            raise
        if can_rewrite:
            sys.stdout.write("\n")
        return progress

    def how_to_go_on(self) -> str:
        """Say what somebody can do who stops watching."""
        return (
            f"{self.name} goes on without being watched. To look at it: open_run('{self.name}') in "
            f"Python, or `lab runs show {self.name} --project {self.project.name}`; to stop it: "
            f".cancel(), or `lab runs cancel {self.name} --project {self.project.name}`"
        )

    def cancel(self) -> None:
        """Stop the run and its jobs; folders that are complete stay so.

        Raises:
            FanOutError: it is not running.
        """
        progress = self.progress()
        if progress.done or self.arn is None:
            message = f"is not running ({progress.state})"
            raise FanOutError([Problem(f"run {self.name}", message, "there is nothing to cancel")])
        cause = "cancelled by a scientist"
        self.project.states.stop_execution(executionArn=self.arn, error="Cancelled", cause=cause)

    def summary(self) -> dict[str, Any]:
        """Return the numbers of a finished run, or what is known so far of another."""
        if body := read(self.project.s3, self.records, "summary.json"):
            written: dict[str, Any] = json.loads(body)
            return written
        progress = self.progress()
        outcomes = [row.outcome for row in self._so_far(progress)]
        counts = {word: outcomes.count(word) for word in ("succeeded", "escalated", "failed")}
        return {
            "run": self.name if self.arn else None,
            "folders": len(outcomes),
            **counts,
            "not_run": len(outcomes) - sum(counts.values()),
            "seconds": None,
            "cost_usd": None,
            "stopped": progress.done and self.arn is not None,
        }

    def results(self) -> list[FolderResult]:
        """Return a row for each folder, with the reason of those that failed."""
        return with_reasons(self.project.s3, self.output, self._rows())

    def log(self, folder: str) -> str:
        """Return what the last attempt at a folder has printed.

        Raises:
            FanOutError: the run has no such folder, or it has left no log.
        """
        rows = {row.folder: row for row in self._rows()}
        if folder not in rows:
            message = f"is none of run {self.name}"
            raise FanOutError([Problem(f"folder {folder}", message, nearest(folder, rows))])
        s3, jobs = self.project.s3, rows[folder].jobs
        last = newest(list(attempts(s3, self.output, LOG, folder)), jobs)
        body = None if last is None else read(s3, last.place, LOG)
        if body is None:
            message = f"there is none in {home(self.output, folder).uri}"
            hint = "a job writes it when it ends; until then it is in CloudWatch"
            raise FanOutError([Problem(f"log of {folder}", message, hint)])
        return body.decode(errors="replace")

    def to_pandas(self) -> Any:  # noqa: ANN401 - a data frame, where pandas is there
        """Return the results as a data frame.

        Raises:
            FanOutError: pandas is not installed.
        """
        try:
            from pandas import DataFrame  # noqa: PLC0415 - not every notebook has it
        except ImportError:
            problem = Problem("pandas", "is not installed here", "use results(), or install it")
            raise FanOutError([problem]) from None
        return DataFrame([asdict(row) for row in self.results()])

    def _rows(self) -> list[FolderResult]:
        if is_there(self.project.s3, self.records, RESULTS):
            return list(from_csv(self.project.s3, self.records))
        return self._so_far(self.progress())

    def _so_far(self, progress: Progress) -> list[FolderResult]:
        s3, output = self.project.s3, self.output
        folders = folders_of(s3, self.records) if self.arn else None
        if folders is None:
            return list(from_markers(s3, output, self.given["first"]))
        return results_so_far(s3, output, self.given, folders, done=progress.done)

    def __repr__(self) -> str:
        return f"<Run {self.name}>" if self.arn else "<Run: nothing to do>"
