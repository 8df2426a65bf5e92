"""One embedded AWS whose Batch has a fast clock, for all tests of this folder."""

import os
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from localaws.instance import LocalAws
from tests.localaws.conftest import ACCOUNT, REGION

# Two hundred seconds of a time limit pass in one.
SETTINGS = {
    "LOCALAWS_BATCH_CLOCK_FACTOR": "200",
    "LOCALAWS_JOBS_AT_ONCE": "8",
    "LOCALAWS_JOB_RUNNER": "process",
}
ENDED = ("SUCCEEDED", "FAILED")
_SECONDS = 30

_numbers = count(1)


class Batch:
    """What the tests do with Batch: each has queues and definitions of its own."""

    def __init__(self, aws: LocalAws) -> None:
        self.aws = aws
        self.client = aws.client("batch")
        self._logs = aws.client("logs")

    def name(self, kind: str) -> str:
        """Return a name that nothing else has."""
        return f"{kind}-{next(_numbers)}"

    def environment(self, vcpus: int = 16, **properties: Any) -> str:  # noqa: ANN401
        """Create a compute environment and return its name."""
        name = self.name("environment")
        self.client.create_compute_environment(
            computeEnvironmentName=name,
            type="MANAGED",
            computeResources={
                "type": "EC2",
                "maxvCpus": vcpus,
                "instanceTypes": ["m7i"],
                "subnets": ["subnet-1"],
                "instanceRole": "arn:aws:iam::111122223333:instance-profile/host",
            },
            **properties,
        )
        return name

    def queue(self, *environments: str, **properties: Any) -> str:  # noqa: ANN401
        """Create a queue and return its name; without environments it gets one of its own."""
        name = self.name("queue")
        order = [
            {"order": place, "computeEnvironment": environment}
            for place, environment in enumerate(environments or [self.environment()], 1)
        ]
        self.client.create_job_queue(
            jobQueueName=name, **{"priority": 1, "computeEnvironmentOrder": order, **properties}
        )
        return name

    def definition(self, script: str, vcpus: int = 1, mib: int = 256, **properties: Any) -> str:  # noqa: ANN401
        """Register a definition that runs a shell script, and return its ARN.

        Args:
            script: The script.
            vcpus: How many vCPUs it asks for.
            mib: How much memory it asks for.
            properties: More of the container's properties; `retryStrategy` and `timeout` go to the
                definition.
        """
        outside = {
            key: properties.pop(key) for key in ("retryStrategy", "timeout") if key in properties
        }
        container = {
            "image": "none.example.com/image:1",
            "command": ["sh", "-c", script],
            "resourceRequirements": [
                {"type": "VCPU", "value": str(vcpus)},
                {"type": "MEMORY", "value": str(mib)},
            ],
            **properties,
        }
        answer = self.client.register_job_definition(
            jobDefinitionName=self.name("definition"),
            type="container",
            containerProperties=container,
            **outside,
        )
        arn: str = answer["jobDefinitionArn"]
        return arn

    def submit(self, queue: str, definition: str, **parameters: Any) -> str:  # noqa: ANN401
        """Submit a job and return its id."""
        answer = self.client.submit_job(
            **{"jobName": "test", "jobQueue": queue, "jobDefinition": definition, **parameters}
        )
        job_id: str = answer["jobId"]
        return job_id

    def describe(self, job_id: str) -> dict[str, Any]:
        """Return a job as DescribeJobs shows it."""
        job: dict[str, Any] = self.client.describe_jobs(jobs=[job_id])["jobs"][0]
        return job

    def wait(self, job_id: str, *statuses: str) -> dict[str, Any]:
        """Return a job as soon as it has one of some statuses, or else has ended."""
        deadline = time.monotonic() + _SECONDS
        while True:
            job = self.describe(job_id)
            if job["status"] in (statuses or ENDED):
                return job
            assert time.monotonic() < deadline, f"it still is {job['status']}"
            time.sleep(0.02)

    def run(self, script: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401
        """Run a shell script as a job on a queue of its own, and return the ended job."""
        return self.wait(self.submit(self.queue(), self.definition(script), **parameters))

    def log(self, job: dict[str, Any], attempt: int = -1, group: str = "/aws/batch/job") -> str:
        """Return what an attempt wrote, after the line that says what ran it."""
        stream = job["attempts"][attempt]["container"]["logStreamName"]
        lines = self.lines(group, stream)
        return "\n".join(lines[1:])

    def lines(self, group: str, stream: str) -> list[str]:
        """Return the lines of a log stream."""
        events = self._logs.get_log_events(
            logGroupName=group, logStreamName=stream, startFromHead=True
        )["events"]
        return [event["message"] for event in events]


@pytest.fixture(scope="session")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Batch]:
    """Run one emulator for the session."""
    before = dict(os.environ)
    os.environ.update(SETTINGS)
    try:
        instance = LocalAws(tmp_path_factory.mktemp("batch"), ACCOUNT, REGION)
        instance.up()
    finally:
        os.environ.clear()
        os.environ.update(before)
    yield Batch(instance)
    instance.down()
