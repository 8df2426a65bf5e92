"""Turns what was checked and found into a plan."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from virtuallab.markers import are_of_another_script
from virtuallab.places import RECORDS, Place
from virtuallab.plan import Job, Plan
from virtuallab.prices import price_of_folder
from virtuallab.project import Project
from virtuallab.request import Request
from virtuallab.script import Script, plain_stem
from virtuallab.settings import Settings
from virtuallab.sizes import Size, occupied_vcpus, second_size
from virtuallab.words import count_of
from virtuallab.work import Work


@dataclass(frozen=True)
class Draft:
    """A request without problems; the attributes are those of the plan."""

    project: Project
    settings: Settings
    request: Request
    script: Script
    environment: list[dict[str, str]]
    parent: Place
    output: Place
    work: Work

    def plan(self) -> Plan:
        """Return the plan, with sizes, prices and notes."""
        first = self.request.first
        hosts = self.settings.hosts_for(first.gpus)
        second, capped = second_size(
            first,
            hosts,
            memory_factor=self.settings.memory_factor,
            vcpu_factor=self.settings.vcpu_factor,
        )
        usd = price_of_folder(first, second, hosts, self.request.minutes)
        jobs = tuple(
            Job(each.name, each.files, each.bytes, each.at_least, usd) for each in self.work.todo
        )
        at_once = self._fitting_at_once()
        return Plan(
            project=self.project,
            settings=self.settings,
            request=self.request,
            script=self.script,
            environment=self.environment,
            parent=self.parent,
            output=self.output,
            jobs=jobs,
            complete=len(self.work.complete),
            second=second,
            concurrency=min(len(jobs), self._wanted_at_once(), at_once),
            usd=usd.times(len(jobs)),
            notes=tuple(self._notes(second, at_once, capped=capped)),
            family=self._family(second),
        )

    def _wanted_at_once(self) -> int:
        asked = self.request.max_concurrency
        return self.settings.max_concurrency if asked is None else int(asked)

    def _fitting_at_once(self) -> int:
        """Return how many jobs the vCPUs of the lab hold; the others wait for their turn."""
        first = self.request.first
        ceiling = self.settings.vcpus_for(first.gpus)
        if ceiling is None:
            return len(self.work.todo)
        return max(1, int(ceiling / occupied_vcpus(first, self.settings.hosts_for(first.gpus))))

    def _notes(self, second: Size, at_once: int, *, capped: bool) -> Iterator[str]:
        wanted = min(len(self.work.todo), self._wanted_at_once())
        if at_once < wanted:
            yield (
                f"the lab's ceiling of {self.settings.vcpus_for(self.request.first.gpus)} vCPUs "
                f"holds {count_of(at_once, 'job')} at a time, not {wanted}; "
                "an admin can raise batch.max_vcpus"
            )
        if second == self.request.first:
            yield "the second try has the same size: there is no larger machine, or none is wanted"
        elif capped:
            yield f"the second try ends at the largest machine: {second}"
        complete = self.work.complete
        if complete and are_of_another_script(
            self.project.s3, self.output, complete, self.script.sha256
        ):
            yield (
                f"complete folders hold results of another version of {self.script.name}, and keep "
                f"them; for results of this one name another output, or remove "
                f"{RECORDS}/complete/<folder>.json and <folder>/ in {self.output.uri}"
            )
        yield from self.work.notes()

    def _family(self, second: Size) -> str:
        """Return the run's name without its number: the same for the same work, always.

        Folders that have results count too, so that a run that goes on keeps its name.
        """
        stem = plain_stem(self.request.name or self.script.name.rpartition(".")[0])
        work = {
            "script": self.script.sha256,
            "places": [self.parent.uri, self.output.uri],
            "folders": self.work.folders,
            "sizes": [asdict(self.request.first), asdict(second)],
            "environment": self.environment,
            "include": self.request.include,
            "timeout_minutes": self.request.timeout_minutes,
        }
        digest = hashlib.sha256(json.dumps(work, sort_keys=True).encode()).hexdigest()
        return f"{stem}-{digest[:10]}"
