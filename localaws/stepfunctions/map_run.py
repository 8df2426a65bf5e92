"""A map run: which children are running, how many ended how, and when it has to end."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import threading
from typing import Any

from ministack.core.responses import new_uuid, now_iso
from ministack.services import stepfunctions

from localaws.stepfunctions import child as children
from localaws.stepfunctions.map_fields import MapFields
from localaws.stepfunctions.running import Execution

# AWS runs 10,000 at a time. Each is a thread here, and most of the time two cores are too few.
MOST_CHILDREN = 64
_COUNTERS = (
    "pending",
    "running",
    "succeeded",
    "failed",
    "timedOut",
    "aborted",
    "total",
    "resultsWritten",
    "failuresNotRedrivable",
    "pendingRedrive",
)
_LIMITS = ("ToleratedFailureCount", "ToleratedFailurePercentage")


def install() -> None:
    """Extend ministack's state: a map run that the emulator's end cut off has failed."""
    restore = stepfunctions._restore_state

    def restore_state(state: dict[str, Any] | None) -> None:
        restore(state)
        for record in stepfunctions._map_runs._data.values():
            if record["status"] == "RUNNING":
                counts = record["itemCounts"]
                lost = {"failed": counts["failed"] + counts["running"], "running": 0}
                record["itemCounts"] = record["executionCounts"] = {**counts, **lost}
                record.update(status="FAILED", stopDate=now_iso())

    stepfunctions._restore_state = restore_state


class MapRun:
    """One attempt of a distributed Map state, as DescribeMapRun tells about it.

    Attributes:
        changed: Held while children begin and end; notified when one has ended.
        record: What DescribeMapRun returns.
    """

    def __init__(self, fields: MapFields, parent: Execution, total: int) -> None:
        machine_arn = parent["stateMachineArn"]
        label = fields.state.get("Label") or new_uuid()
        self.machine_arn = f"{machine_arn}/{label}"
        self.arn = f"{self.machine_arn}:{new_uuid()}".replace(":stateMachine:", ":mapRun:")
        self.changed = threading.Condition()
        self._parent = parent
        self._children: dict[str, Execution] = {}
        self._running: dict[str, Execution] = {}
        limits = {name: fields.number(name) for name in _LIMITS}
        self._given = {name for name, limit in limits.items() if limit is not None}
        self.record: dict[str, Any] = {
            "mapRunArn": self.arn,
            "executionArn": parent["executionArn"],
            "status": "RUNNING",
            "startDate": now_iso(),
            "maxConcurrency": int(fields.number("MaxConcurrency") or 0),
            "toleratedFailurePercentage": float(limits["ToleratedFailurePercentage"] or 0),
            "toleratedFailureCount": int(limits["ToleratedFailureCount"] or 0),
            "redriveCount": 0,
            "_stateMachineArn": self.machine_arn,
        }
        self._count({**dict.fromkeys(_COUNTERS, 0), "total": total, "pending": total})
        stepfunctions._map_runs[self.arn] = self.record
        self._tell("Started", mapRunArn=self.arn)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many items are in which state; the numbers belong together."""
        found: dict[str, int] = self.record["itemCounts"]
        return found

    @property
    def started(self) -> list[Execution]:
        """Return the children so far, in the order of their items."""
        return list(self._children.values())

    @property
    def running(self) -> int:
        """Return how many children run."""
        return len(self._running)

    def has_room(self) -> bool:
        """Return whether one more child may run; UpdateMapRun may change that at any time."""
        limit = self.record["maxConcurrency"] or MOST_CHILDREN
        return self.running < min(limit, MOST_CHILDREN)

    def exceeded(self) -> bool:
        """Return whether more children failed than is tolerated."""
        failed = self.counts["failed"] + self.counts["timedOut"]
        count, share = (
            self.record["toleratedFailureCount"],
            self.record["toleratedFailurePercentage"],
        )
        limits = []
        if count or _LIMITS[0] in self._given:
            limits.append(failed > count)
        if share or _LIMITS[1] in self._given:
            limits.append(failed * 100 > share * self.counts["total"])
        return any(limits) if limits else failed > 0

    def begin(self, data: Any) -> Execution:  # noqa: ANN401
        """Begin the child of the next item."""
        with self.changed:
            child = children.begin(self._parent, self.machine_arn, self.arn, data)
            arn = child["executionArn"]
            self._children[arn] = self._running[arn] = child
            self._move("pending", "running")
        return child

    def finish(self, child: Execution, status: str, **result: Any) -> None:  # noqa: ANN401
        """End a child, unless the run was aborted and the child with it."""
        with self.changed:
            arn = child["executionArn"]
            if self._running.pop(arn, None) is None:
                return
            self._children[arn] = children.finish(child, status, **result)
            self._move("running", status.lower())
            self.changed.notify_all()

    def abort_children(self) -> None:
        """Stop every child that runs; their jobs are terminated by those who wait for them."""
        with self.changed:
            for child in list(self._running.values()):
                self.finish(child, "ABORTED")

    def close(self, status: str, written: int = 0, **failure: str) -> None:
        """End the run.

        Args:
            status: SUCCEEDED, FAILED or ABORTED.
            written: How many children the result writer wrote.
            failure: `error` and `cause`.
        """
        self._count({**self.counts, "resultsWritten": written})
        self.record.update(status=status, stopDate=now_iso())
        self._tell(status.capitalize(), **failure)

    def _tell(self, what: str, **details: str) -> None:
        """Write into the parent's history."""
        event = {f"mapRun{what}EventDetails": details} if details else None
        stepfunctions._add_event(self._parent, f"MapRun{what}", event)

    def _move(self, source: str, target: str) -> None:
        """Count an item elsewhere."""
        counts = self.counts
        self._count({**counts, source: counts[source] - 1, target: counts[target] + 1})

    def _count(self, counts: dict[str, int]) -> None:
        """Replace all numbers at once; here, each child is one item."""
        self.record["itemCounts"] = self.record["executionCounts"] = counts
