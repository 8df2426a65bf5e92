"""A script that fails: its exit status, its log, and what it left, apart from results."""

import re

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
    # What the script printed last stands between; the stand-in for R prints something else than R.
    assert re.fullmatch(
        f"lab-runner: plate failed: {name} ended with exit status {expected}(: .*fail.*)?. Its log"
        f" and files: s3://lab-results/{job.name}/out/_lab/attempts/plate/job-1-1/",
        output.splitlines()[-1],
    )


def test_reason_says_what_the_script_printed_last(job: Job) -> None:
    """Whoever reads a summary need not open a log for it: one line, as long as a message."""
    job.script("fail.py", "print('reading')\n{}['CD19']\n")
    assert job.run()[0] == 1
    own = "_lab/attempts/plate/job-1-1/status.json"
    assert job.json(own)["reason"] == "fail.py ended with exit status 1: KeyError: 'CD19'"
    job.script("fail.sh", "printf '\\033[31m%0400d\\033[0m\\n\\n' 7; exit 2\n")
    assert job.run()[0] == 2
    reason = job.json(own)["reason"]
    assert len(reason) < 300
    assert re.fullmatch(r"fail\.sh ended with exit status 2: 0+ \.\.\. 0+7", reason)


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
    assert told["reason"] == "fails.sh ended with exit status 1: why"
    assert told["resources"]["output_files"] == 1


def test_killed_script_ends_as_in_a_shell(job: Job) -> None:
    """A script that Linux kills for its memory ends with 137, which AWS Batch knows."""
    job.script("killed.sh", "kill -9 $$\n")
    status, output = job.run()
    assert status == 137
    assert "killed by signal 9 (SIGKILL), most likely because 4096 MiB" in output
