"""One embedded AWS with two buckets, and the runner as the process that a job would start."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from localaws.instance import LocalAws

ROOT = Path(__file__).parents[3]
RUNNER = ROOT / "images" / "runner" / "bin" / "lab-runner"
# The real R comes first, if there is one.
PATH = f"{ROOT}/.venv-science/bin:{os.environ['PATH']}:{Path(__file__).parent}/stand_ins"
RAW, RESULTS = "lab-raw", "lab-results"

# The runner's modules are no part of this project's environment: `bin/lab-runner` finds them.
sys.path.insert(0, str(RUNNER.parents[1]))


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """Run one emulator with a bucket for raw data and a versioned one for results."""
    instance = LocalAws(tmp_path_factory.mktemp("local-aws"), "111122223333", "eu-central-1")
    instance.up()
    s3 = instance.client("s3")
    for bucket in (RAW, RESULTS):
        s3.create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
    s3.put_bucket_versioning(Bucket=RESULTS, VersioningConfiguration={"Status": "Enabled"})
    yield instance
    instance.down()


@pytest.fixture(scope="session")
def s3(aws: LocalAws) -> Any:  # noqa: ANN401
    """Return a client of that emulator's S3."""
    return aws.client("s3")


def ends(pid: int) -> bool:
    """Return whether a process that was killed ends soon; one that nobody waits for has ended."""
    stat = Path(f"/proc/{pid}/stat")
    for _ in range(1000):
        try:
            if stat.read_text().split()[2] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.01)
    return False


@dataclass
class Job:
    """One folder to analyse, below prefixes that no other test uses."""

    s3: Any
    environment: dict[str, str]
    name: str
    scratch: Path
    variables: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, body: bytes = b"", *, bucket: str = RAW) -> None:
        """Write an object below this job's prefix."""
        self.s3.put_object(Bucket=bucket, Key=f"{self.name}/{name}", Body=body)

    def script(self, name: str, text: str) -> None:
        """Upload the scientist's script and name it to the runner."""
        self.put(f"code/{name}", text.encode(), bucket=RESULTS)
        self.variables["LAB_SCRIPT"] = f"s3://{RESULTS}/{self.name}/code/{name}"

    def told(self, **changes: str) -> dict[str, str]:
        """Return the environment of the runner; an empty value takes a variable away."""
        told = {
            **self.environment,
            "PATH": PATH,
            "LAB_RUN": "run-1",
            "LAB_PARENT": f"s3://{RAW}/{self.name}/",
            "LAB_FOLDER": "plate",
            "LAB_OUTPUT": f"s3://{RESULTS}/{self.name}/out/",
            "LAB_SCRATCH": str(self.scratch),
            "LAB_VCPUS": "2",
            "LAB_MEMORY_MIB": "4096",
            "AWS_BATCH_JOB_ID": "job-1",
            "AWS_BATCH_JOB_ATTEMPT": "1",
            **self.variables,
            **changes,
        }
        return {name: value for name, value in told.items() if value}

    def start(self, **changes: str) -> subprocess.Popen[str]:
        """Start the runner as AWS Batch does."""
        return subprocess.Popen(  # noqa: S603
            [RUNNER],
            env=self.told(**changes),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, **changes: str) -> tuple[int, str]:
        """Run the runner to its end; return its exit status and what it printed."""
        with self.start(**changes) as process:
            output, _ = process.communicate()
        assert list(self.scratch.iterdir()) == [], "the work folder is still there"
        return process.returncode, output

    def objects(self, below: str = "out/") -> dict[str, bytes]:
        """Return the objects of the results' bucket below this job's prefix."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(
            Bucket=RESULTS, Prefix=f"{self.name}/{below}"
        )
        keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
        return {
            key.removeprefix(f"{self.name}/{below}"): self.s3.get_object(Bucket=RESULTS, Key=key)[
                "Body"
            ].read()
            for key in keys
        }

    def results(self) -> dict[str, bytes]:
        """Return the objects below LAB_OUTPUT that are results."""
        return {name: body for name, body in self.objects().items() if not name.startswith("_lab/")}

    def json(self, name: str) -> Any:  # noqa: ANN401
        """Return a JSON object below LAB_OUTPUT."""
        key = f"{self.name}/out/{name}"
        return json.load(self.s3.get_object(Bucket=RESULTS, Key=key)["Body"])


_numbers = count(1)


@pytest.fixture
def job(aws: LocalAws, s3: Any, tmp_path: Path) -> Job:  # noqa: ANN401
    """Return a job whose folder `plate` holds one file, as yet without a script."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    made = Job(s3, aws.environment(), f"job-{next(_numbers)}", scratch)
    made.put("plate/wells.csv", b"A1,3\n")
    return made


Deny = Callable[[Job, str, str], AbstractContextManager[None]]


@pytest.fixture(scope="session")
def deny(s3: Any) -> Deny:  # noqa: ANN401
    """Return what forbids an action on some of a job's objects for a while."""

    @contextmanager
    def act(job: Job, action: str, names: str) -> Iterator[None]:
        statement = {
            "Effect": "Deny",
            "Principal": "*",
            "Action": action,
            "Resource": f"arn:aws:s3:::{RESULTS}/{job.name}/{names}",
        }
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        s3.put_bucket_policy(Bucket=RESULTS, Policy=json.dumps(policy))
        try:
            yield
        finally:
            s3.delete_bucket_policy(Bucket=RESULTS)

    return act


@pytest.fixture
def in_process(job: Job, monkeypatch: pytest.MonkeyPatch) -> Iterator[Job]:
    """Return a job whose environment is this process's own, for tests that step in between."""
    job.script("copy.sh", 'cp -r "$1"/. "$2"\n')
    for name, value in job.told().items():
        monkeypatch.setenv(name, value)
    before = signal.getsignal(signal.SIGTERM)
    yield job
    # The runner ignores SIGTERM at its end, which is not the end of this process.
    signal.signal(signal.SIGTERM, before)
