"""The benchmark of submissions: it measures real submissions, and counts every call."""

import io
from collections import Counter
from collections.abc import Iterator

import pytest
from rich.console import Console

from benchmarks.submit_folders import Measured, NewClient, lab, measure, table, upload


@pytest.fixture(scope="module")
def new_client() -> Iterator[NewClient]:
    """Run the benchmark's own AWS."""
    with lab() as client:
        yield client


def test_submission_is_measured(new_client: NewClient) -> None:
    """The calls are the same whatever the number: no page of a list is full here.

    Lists of folders, of markers and of an earlier summary; runs under way before and after the
    start, and each of them described: here the new one alone.
    """
    upload(new_client, folders=30, files=2)
    found = measure(new_client, folders=30, repeat=2)
    assert len(found.seconds) == 2
    assert found.calls == {
        "GetParameter": 1,
        "ListObjectsV2": 3,
        "DescribeExecution": 3,
        "ListExecutions": 2,
        "PutObject": 3,
        "StartExecution": 1,
    }
    assert 0 < found.peak_mib < 100
    runs = new_client("stepfunctions").list_executions(
        stateMachineArn="arn:aws:states:eu-central-1:111122223333:stateMachine:bench"
    )
    assert len(runs["executions"]) == 4


def test_table_compares_with_a_call_for_each_folder() -> None:
    """And memory with that of the first size."""
    rows = [
        Measured(1000, [9.0, 2.0, 1.0], Counter(ListObjectsV2=3, PutObject=1), 2.0),
        Measured(10_000, [4.0], Counter(ListObjectsV2=21), 3.0),
    ]
    console = Console(width=200, file=io.StringIO(), record=True)
    console.print(table(rows))
    lines = [" ".join(line.split()) for line in console.export_text().splitlines()[2:]]
    assert lines == [
        "1000 2.00 2.00 0.100 2.0 (x1.0) 4: 3 ListObjectsV2, 1 PutObject",
        "10000 4.00 0.40 0.020 3.0 (x1.5) 21: 21 ListObjectsV2",
    ]
