"""What a job finds in its environment, and in its command."""

from pathlib import Path

import pytest

from localaws.batch import job_environment
from localaws.batch.job import Attempt, Job, Submission
from localaws.installation import JOB_PROGRAMS

EMULATOR = {
    "LOCALAWS_ENDPOINT": "https://127.0.0.1:4610",
    "LOCALAWS_CERTIFICATE": "/lab/ca.crt",
    "AWS_ACCESS_KEY_ID": "111122223333",
    "AWS_SECRET_ACCESS_KEY": "root",
    "STATE_DIR": "/lab/state",
    "LANG": "C.UTF-8",
}
ATTEMPT = Attempt("arn:aws:batch:r:a:compute-environment/spot", "i-1", "host", "task")


def _job(**container: object) -> Job:
    submission = Submission(
        job_id="id",
        name="job",
        account="111122223333",
        region="eu-central-1",
        queue="arn:aws:batch:eu-central-1:111122223333:job-queue/queue",
        definition="arn:aws:batch:eu-central-1:111122223333:job-definition/own:1",
        created_at=0,
        container=container,
        parameters={"file": "a.fcs"},
    )
    return Job(submission, attempts=[ATTEMPT])


def _environment(job: Job, **credentials: str) -> dict[str, str]:
    return job_environment.environment(job, ATTEMPT, EMULATOR, credentials)


def test_job_talks_to_the_gateway_only() -> None:
    """Address and certificate are the emulator's; a region is told by definitions alone."""
    assert {
        "AWS_ENDPOINT_URL": "https://127.0.0.1:4610",
        "AWS_CA_BUNDLE": "/lab/ca.crt",
        "SSL_CERT_FILE": "/lab/ca.crt",
        "NODE_EXTRA_CA_CERTS": "/lab/ca.crt",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    }.items() <= _environment(_job()).items()
    assert not {"AWS_REGION", "AWS_DEFAULT_REGION"} & _environment(_job()).keys()


@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "STATE_DIR"])
def test_nothing_of_the_emulator_reaches_a_job(name: str) -> None:
    """Its root credentials and its folders are its own."""
    assert name not in _environment(_job())


def test_own_programs_come_first() -> None:
    """The runner and the science environment are found before the machine's programs."""
    path = _environment(_job())["PATH"].split(":")
    assert [Path(part) for part in path[:2]] == list(JOB_PROGRAMS)


def test_definition_sets_variables_but_not_those_of_batch() -> None:
    """Batch's own variables cannot be faked."""
    own = [
        {"name": "CHANNEL", "value": "FITC-A"},
        {"name": "AWS_BATCH_JOB_ID", "value": "other"},
    ]
    environment = _environment(_job(environment=own))
    assert (environment["CHANNEL"], environment["AWS_BATCH_JOB_ID"]) == ("FITC-A", "id")


def test_batch_tells_job_attempt_queue_and_environment() -> None:
    """As on AWS, by name."""
    assert {
        "AWS_BATCH_JOB_ID": "id",
        "AWS_BATCH_JOB_ATTEMPT": "1",
        "AWS_BATCH_JQ_NAME": "queue",
        "AWS_BATCH_CE_NAME": "spot",
    }.items() <= _environment(_job()).items()
    assert "AWS_BATCH_JOB_ARRAY_INDEX" not in _environment(_job())


def test_child_of_an_array_knows_its_place() -> None:
    """The first has index 0."""
    array = _job()
    array.submission.size = 3
    child = Job(array.submission, 0, array, attempts=[ATTEMPT])
    environment = _environment(child)
    assert environment["AWS_BATCH_JOB_ARRAY_INDEX"] == "0"
    assert environment["AWS_BATCH_JOB_ARRAY_SIZE"] == "3"
    assert environment["AWS_BATCH_JOB_ID"] == "id:0"


def test_parameters_stand_where_the_command_refers_to_them() -> None:
    """One that is not given stays as it is written."""
    job = _job(command=["read", "Ref::file", "Ref::other", "not Ref::file"])
    assert job_environment.command(job) == ["read", "a.fcs", "Ref::other", "not Ref::file"]
