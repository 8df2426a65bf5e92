"""A script that fails: its exit status, its log, and what it left, apart from results."""

import pytest

from tests.images.runner.conftest import Job

LEAVE = "open(__import__('os').environ['OUTPUT_DIR'] + '/half.csv', 'w').write('A1')\n"
SCRIPTS = {
    "fails.R": ("message('about to fail')\nquit(status = 3)\n", 3),
    "fails.py": (f"{LEAVE}raise SystemExit(4)\n", 4),
    "fails.sh": ("echo A1 > $OUTPUT_DIR/half.csv; exit 5\n", 5),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_status_of_the_script_is_the_jobs(job: Job, name: str) -> None:
    """AWS Batch sees the script's own exit status; nothing of it looks like a result."""
    text, expected = SCRIPTS[name]
    job.script(name, text)
    status, output = job.run()
    assert status == expected
    assert all(key.startswith("_lab/attempts/plate/job-1-1/") for key in job.objects())
    assert output.splitlines()[-1] == (
        f"lab-runner: plate failed: {name} ended with exit status {expected}. Its log and files:"
        f" s3://lab-results/{job.name}/out/_lab/attempts/plate/job-1-1/"
    )


def test_failed_attempt_keeps_log_status_and_files(job: Job) -> None:
    """A scientist can look at what went wrong: every attempt has a folder of its own."""
    job.script(
        "fails.sh", "mkdir $2/a; echo A1 > $2/a/half.csv; echo why; chmod 500 $2/a; exit 1\n"
    )
    assert job.run()[0] == 1
    status, output = job.run(AWS_BATCH_JOB_ID="job-2:7", AWS_BATCH_JOB_ATTEMPT="3")
    assert status == 1
    attempts = {
        f"_lab/attempts/plate/{attempt}/{name}"
        for attempt in ("job-1-1", "job-2:7-3")
        for name in ("log.txt", "status.json", "files/a/half.csv")
    }
    assert set(job.objects()) == attempts
    assert job.objects()["_lab/attempts/plate/job-2:7-3/log.txt"].decode() == output
    told = job.json("_lab/attempts/plate/job-2:7-3/status.json")
    assert told["exit_status"] == 1
    assert told["reason"] == "fails.sh ended with exit status 1"
    assert told["resources"]["output_files"] == 1


def test_killed_script_ends_as_in_a_shell(job: Job) -> None:
    """A script that Linux kills for its memory ends with 137, which AWS Batch knows."""
    job.script("killed.sh", "kill -9 $$\n")
    status, output = job.run()
    assert status == 137
    assert "killed by signal 9 (SIGKILL), most likely because 4096 MiB" in output
