"""Measure a submission: `python benchmarks/submit_folders.py [--folders N ...] [--files N]`.

Folders are listed, planned and submitted to the embedded AWS, whose state machine only waits. One
SubmitJob call for each folder, the other way, would take 20 ms each: AWS Batch accepts 50 calls a
second in an account, a fixed limit: docs.aws.amazon.com/batch/latest/userguide/service_limits.html
"""

import argparse
import json
import os
import statistics
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
# A script finds the packages beside it, not those of the repository.
sys.path.insert(0, str(ROOT))

from localaws.instance import LocalAws  # noqa: E402
from virtuallab import Plan, plan_fan_out  # noqa: E402

SIZES = (1000, 10_000)
SUBMIT_JOB_MS = 1000 / 50
REGION, ACCOUNT = "eu-central-1", "111122223333"
BUCKETS = {"raw": "bench-raw", "results": "bench-results"}
WAITING = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 3600, "End": True}}}
NewClient = Callable[[str], Any]


@dataclass(frozen=True)
class Measured:
    """What a submission of so many folders took.

    Attributes:
        folders: how many.
        seconds: of each repetition, from the first call to the answer to StartExecution.
        calls: to AWS, by name.
        peak_mib: the most that Python held at once for it.
    """

    folders: int
    seconds: Sequence[float]
    calls: Counter[str]
    peak_mib: float

    @property
    def ms_per_folder(self) -> float:
        """Return the median."""
        return statistics.median(self.seconds) * 1000 / self.folders


@contextmanager
def lab() -> Iterator[NewClient]:
    """Run an embedded AWS with buckets, a state machine and a project's settings."""
    with TemporaryDirectory() as folder:
        aws = LocalAws(Path(folder), ACCOUNT, REGION)
        aws.up()
        try:
            new_client = cache(aws.client)
            _prepare(new_client)
            yield new_client
        finally:
            aws.down()


def _prepare(new_client: NewClient) -> None:
    for bucket in BUCKETS.values():
        place = {"LocationConstraint": REGION}
        new_client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    principal = {"Service": "states.amazonaws.com"}
    trusted = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    role = new_client("iam").create_role(
        RoleName="states",
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trusted]}),
    )
    machine = new_client("stepfunctions").create_state_machine(
        name="bench", definition=json.dumps(WAITING), roleArn=role["Role"]["Arn"]
    )
    settings = {
        "state_machine_arn": machine["stateMachineArn"],
        "log_group": "bench",
        "folders": {name: f"s3://{bucket}/" for name, bucket in BUCKETS.items()},
        "writable": ["results"],
        "max_concurrency": 40,
        "max_failures": 25,
        "timeout_minutes": 720,
        "escalation": {"memory_factor": 2.0, "vcpu_factor": 2.0},
        "machines": [
            {
                "family": "m7i",
                "gib_per_vcpu": 4.0,
                "max_vcpus": 48,
                "on_demand_usd": 0.05,
                "spot_usd": 0.02,
            }
        ],
        "gpu_machines": [],
        "usable_memory": 0.9,
        "max_vcpus": {"spot": 256, "on_demand": 64},
        "prices": "none that counts",
    }
    value, path = json.dumps(settings), "/lab/bench/dev/fan_out/bench"
    new_client("ssm").put_parameter(Name=path, Value=value, Type="String")


def upload(new_client: NewClient, folders: int, files: int) -> None:
    """Put small files into so many folders."""
    s3 = new_client("s3")

    def put(number: int) -> None:
        key = f"plates-{folders}/plate-{number // files:05}/well-{number % files:03}.fcs"
        s3.put_object(Bucket=BUCKETS["raw"], Key=key, Body=b"data")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, range(folders * files)))


def plan(new_client: NewClient, folders: int, name: str) -> Plan:
    """Plan a run over so many folders; another name is another run."""
    return plan_fan_out(
        f"raw/plates-{folders}",
        script=Path(__file__),
        output=f"results/{name}",
        name=name,
        lab="bench",
        env="dev",
        project="bench",
        client=new_client,
    )


def measure(new_client: NewClient, folders: int, repeat: int) -> Measured:
    """Measure submissions of folders that are uploaded already."""
    with counted(new_client) as calls:
        run = plan(new_client, folders, f"calls-{folders}").submit()
    # One run at a time: a submission looks at each that is under way.
    run.cancel()
    seconds = []
    for number in range(repeat):
        start = time.perf_counter()
        run = plan(new_client, folders, f"run-{folders}-{number}").submit()
        seconds.append(time.perf_counter() - start)
        if run.arn is None:
            raise RuntimeError(f"nothing was submitted for {folders} folders")
        run.cancel()
    # Not at the same time: watching memory makes Python several times slower.
    tracemalloc.start()
    run = plan(new_client, folders, f"memory-{folders}").submit()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    run.cancel()
    return Measured(folders, seconds, calls, peak / 1024**2)


@contextmanager
def counted(new_client: NewClient) -> Iterator[Counter[str]]:
    """Count the calls to AWS, by name."""
    calls = Counter[str]()

    def count(model: Any, **_: object) -> None:  # noqa: ANN401 - botocore has no types
        calls[model.name] += 1

    events = [new_client(name).meta.events for name in ("s3", "ssm", "stepfunctions")]
    for each in events:
        each.register("before-call", count)
    yield calls
    for each in events:
        each.unregister("before-call", count)


def table(measured: Sequence[Measured]) -> Table:
    """Return a line for each size, with its ratios."""
    title = f"Submission on {os.cpu_count()} cores, Python {sys.version.split()[0]}, embedded AWS"
    found = Table(title=title, title_justify="left", box=None, pad_edge=False)
    columns = ("folders", "seconds", "ms a folder", "of SubmitJob's 20 ms", "peak MiB", "calls")
    for column in columns:
        found.add_column(column, justify="left" if column == "calls" else "right")
    for each in measured:
        calls = ", ".join(f"{count} {name}" for name, count in each.calls.most_common())
        found.add_row(
            str(each.folders),
            f"{statistics.median(each.seconds):.2f}",
            f"{each.ms_per_folder:.2f}",
            f"{each.ms_per_folder / SUBMIT_JOB_MS:.3f}",
            f"{each.peak_mib:.1f} (x{each.peak_mib / measured[0].peak_mib:.1f})",
            f"{each.calls.total()}: {calls}",
        )
    return found


def main(sizes: Sequence[int], files: int, repeat: int) -> None:
    """Measure every size and print the table."""
    results = []
    with lab() as new_client:
        for folders in sizes:
            upload(new_client, folders, files)
            results.append(measure(new_client, folders, repeat))
    Console(width=None if sys.stdout.isatty() else 200).print(table(results))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folders", type=int, nargs="+", default=SIZES, help="1000 and 10000")
    parser.add_argument("--files", type=int, default=2, help="in each folder, 2 by default")
    parser.add_argument("--repeat", type=int, default=3, help="submissions of each, 3 by default")
    options = parser.parse_args()
    main(options.folders, options.files, options.repeat)
