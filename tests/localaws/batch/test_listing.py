"""ListJobs, as people look for their jobs."""

import pytest
from botocore.exceptions import ClientError

from tests.localaws.batch.conftest import Batch


def _ids(batch: Batch, **parameters: object) -> list[str]:
    """Return the ids of listed jobs, of all pages."""
    pages = batch.client.get_paginator("list_jobs").paginate(**parameters)
    return [job["jobId"] for page in pages for job in page["jobSummaryList"]]


def test_jobs_of_a_queue_are_listed_by_status_the_newest_first(batch: Batch) -> None:
    """Other queues and other statuses are left out."""
    queue, works = batch.queue(), batch.definition(":")
    jobs = [batch.submit(queue, works) for _ in range(3)]
    failed = batch.submit(queue, batch.definition("false"))
    for job_id in (*jobs, failed):
        batch.wait(job_id)
    assert _ids(batch, jobQueue=queue, jobStatus="SUCCEEDED") == jobs[::-1]
    assert _ids(batch, jobQueue=queue, jobStatus="FAILED") == [failed]
    # Without a status, Batch means those that run.
    assert _ids(batch, jobQueue=queue) == []


def test_long_lists_come_in_pages(batch: Batch) -> None:
    """Nothing is left out and nothing comes twice."""
    queue = batch.queue()
    array = batch.submit(queue, batch.definition(":"), arrayProperties={"size": 5})
    batch.wait(array)
    page = batch.client.list_jobs(arrayJobId=array, jobStatus="SUCCEEDED", maxResults=2)
    assert [job["arrayProperties"]["index"] for job in page["jobSummaryList"]] == [0, 1]
    listed = _ids(batch, arrayJobId=array, jobStatus="SUCCEEDED", PaginationConfig={"PageSize": 2})
    assert listed == [f"{array}:{index}" for index in range(5)]


def test_children_are_listed_for_their_array_only(batch: Batch) -> None:
    """The queue's list shows the array, with what became of its children."""
    queue = batch.queue()
    array = batch.submit(queue, batch.definition("exit 4"), arrayProperties={"size": 2})
    batch.wait(array)
    (listed,) = batch.client.list_jobs(jobQueue=queue, jobStatus="FAILED")["jobSummaryList"]
    assert listed["jobId"] == array
    assert listed["arrayProperties"]["statusSummary"]["FAILED"] == 2
    children = batch.client.list_jobs(arrayJobId=array, jobStatus="FAILED")["jobSummaryList"]
    assert [child["container"]["exitCode"] for child in children] == [4, 4]


def test_filters_find_jobs_of_any_status(batch: Batch) -> None:
    """By name, by definition and by time; the status does not count then."""
    queue, works = batch.queue(), batch.definition(":")
    one = batch.submit(queue, works, jobName="counts-one")
    two = batch.submit(queue, batch.definition("false"), jobName="counts-two")
    name = works.rpartition("/")[2].partition(":")[0]
    later = str(batch.describe(two)["createdAt"] + 1)

    def found(kind: str, value: str) -> list[str]:
        rules = [{"name": kind, "values": [value]}]
        return _ids(batch, jobQueue=queue, filters=rules)

    assert found("JOB_NAME", "COUNTS-*") == [two, one]
    assert found("JOB_NAME", "counts-one") == [one]
    assert found("JOB_DEFINITION", name) == [one]
    assert found("BEFORE_CREATED_AT", later) == [two, one]
    assert found("AFTER_CREATED_AT", later) == []


def test_list_needs_a_queue_or_an_array(batch: Batch) -> None:
    """There is no list of everything."""
    with pytest.raises(ClientError, match="One of jobQueue, arrayJobId and"):
        batch.client.list_jobs(jobStatus="FAILED")
