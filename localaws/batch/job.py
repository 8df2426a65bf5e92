"""Jobs, their attempts, and what the children of an array have in common."""

from dataclasses import dataclass, field
from typing import Any

ACTIVE = ("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING")
ENDED = ("SUCCEEDED", "FAILED")
STATUSES = ACTIVE + ENDED


@dataclass(slots=True)
class Attempt:
    """One start of a job's container on a host."""

    environment: str
    # An EC2 instance, and the same as ECS calls it.
    instance: str
    host: str
    task: str
    log_stream: str = ""
    started_at: int | None = None
    stopped_at: int | None = None
    status_reason: str = ""
    exit_code: int | None = None
    reason: str = ""


@dataclass(slots=True)
class Submission:
    """What SubmitJob was asked, with the job definition worked in."""

    job_id: str
    name: str
    account: str
    region: str
    queue: str
    definition: str
    created_at: int
    container: dict[str, Any]
    parameters: dict[str, str] = field(default_factory=dict)
    depends_on: list[dict[str, str]] = field(default_factory=list)
    retry: dict[str, Any] = field(default_factory=dict)
    timeout: int | None = None
    share: str | None = None
    priority: int | None = None
    tags: dict[str, str] = field(default_factory=dict)
    propagate_tags: bool = False
    platforms: list[str] = field(default_factory=list)
    size: int | None = None

    def requirement(self, kind: str) -> float:
        """Return the container's VCPU, MEMORY (MiB) or GPU, 0 where it asks for none."""
        for item in self.container.get("resourceRequirements", []):
            if item["type"] == kind:
                return float(item["value"])
        older = {"VCPU": "vcpus", "MEMORY": "memory"}.get(kind, "")
        return float(self.container.get(older, 0))


@dataclass(slots=True, eq=False)
class Job:
    """A job, an array, or one child of an array; small, because arrays have 10,000 children."""

    submission: Submission
    index: int | None = None
    parent: "Job | None" = None
    children: "list[Job] | None" = None
    counts: dict[str, int] | None = None
    status: str = "SUBMITTED"
    status_reason: str = ""
    started_at: int | None = None
    stopped_at: int | None = None
    attempts: list[Attempt] | None = None
    # Jobs that have to succeed first.
    waiting_for: int = 0
    # The environment that it occupies while it starts and runs.
    environment: str | None = None
    # Why somebody wants it to end, and in which way.
    stop_reason: str | None = None
    cancelled: bool = False
    terminated: bool = False

    @property
    def job_id(self) -> str:
        """Return the id; a child's ends in its place in the array."""
        own = self.submission.job_id
        return own if self.index is None else f"{own}:{self.index}"

    @property
    def arn(self) -> str:
        """Return the job's ARN."""
        s = self.submission
        return f"arn:aws:batch:{s.region}:{s.account}:job/{self.job_id}"

    @property
    def has_ended(self) -> bool:
        """Return whether nothing will happen to it any more."""
        return self.status in ENDED
