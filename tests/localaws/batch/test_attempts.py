"""Attempts: how a job ends, and what it leaves to read."""

import time

import psutil  # type: ignore[import-untyped]

from tests.localaws.batch.conftest import Batch

EXITED = "Essential container in task exited"


def test_job_succeeds_with_exit_code_0(batch: Batch) -> None:
    """Status, reason, times and the one attempt say so."""
    job = batch.run("echo done")
    (attempt,) = job["attempts"]
    assert (job["status"], job["statusReason"]) == ("SUCCEEDED", EXITED)
    assert attempt["container"]["exitCode"] == job["container"]["exitCode"] == 0
    assert job["createdAt"] <= attempt["startedAt"] <= attempt["stoppedAt"] <= job["stoppedAt"]
    assert attempt["container"]["taskArn"] == job["container"]["taskArn"]
    assert ":container-instance/" in attempt["container"]["containerInstanceArn"]


def test_job_fails_with_another_exit_code(batch: Batch) -> None:
    """The code is the program's, and there is no second attempt unless asked for."""
    job = batch.run("exit 3")
    assert (job["status"], job["statusReason"]) == ("FAILED", EXITED)
    assert [a["container"]["exitCode"] for a in job["attempts"]] == [3]


def test_program_that_a_signal_ends_has_the_code_of_a_container(batch: Batch) -> None:
    """128 and the signal's number."""
    assert batch.run("kill -9 $$")["container"]["exitCode"] == 137


def test_program_that_is_not_there_does_not_start(batch: Batch) -> None:
    """There is no exit code; the reason says what is missing."""
    queue, definition = batch.queue(), batch.definition("")
    job = batch.wait(
        batch.submit(queue, definition, containerOverrides={"command": ["no-such-program"]})
    )
    assert (job["status"], job["statusReason"]) == ("FAILED", "Task failed to start")
    assert "exitCode" not in job["container"]
    assert '"no-such-program": executable file not found' in job["container"]["reason"]


def test_first_line_of_the_log_says_what_ran_the_job(batch: Batch) -> None:
    """Nobody takes a process for a container."""
    job = batch.run("echo done")
    stream = job["container"]["logStreamName"]
    assert batch.lines("/aws/batch/job", stream) == [
        "runner: process, because LOCALAWS_JOB_RUNNER says so",
        "done",
    ]


def test_failed_attempts_are_repeated(batch: Batch) -> None:
    """Each has its number, its log and its exit code; the first success ends it."""
    job = batch.run(
        "echo attempt $AWS_BATCH_JOB_ATTEMPT; exit $((3 - AWS_BATCH_JOB_ATTEMPT))",
        retryStrategy={"attempts": 5},
    )
    assert job["status"] == "SUCCEEDED"
    assert [a["container"]["exitCode"] for a in job["attempts"]] == [2, 1, 0]
    assert [batch.log(job, n) for n in range(3)] == ["attempt 1", "attempt 2", "attempt 3"]


def test_rule_ends_a_job_before_its_last_attempt(batch: Batch) -> None:
    """EvaluateOnExit decides by the exit code."""
    rules = [{"onExitCode": "4*", "action": "exit"}, {"onReason": "*", "action": "RETRY"}]
    strategy = {"attempts": 5, "evaluateOnExit": rules}
    job = batch.run("exit 4$AWS_BATCH_JOB_ATTEMPT", retryStrategy=strategy)
    assert [a["container"]["exitCode"] for a in job["attempts"]] == [41]


def test_attempt_that_takes_too_long_ends_the_job(batch: Batch) -> None:
    """It gets SIGTERM and is not tried again, as on AWS."""
    job = batch.run(
        "sleep 60", timeout={"attemptDurationSeconds": 60}, retryStrategy={"attempts": 3}
    )
    assert job["status"] == "FAILED"
    assert job["statusReason"] == "Job attempt duration exceeded timeout"
    assert [a["container"]["exitCode"] for a in job["attempts"]] == [143]


def test_program_that_ignores_the_signal_is_killed(batch: Batch) -> None:
    """After the grace that ECS gives, nothing helps."""
    job = batch.run(
        "trap '' TERM; while true; do sleep 0.05; done", timeout={"attemptDurationSeconds": 60}
    )
    assert job["container"]["exitCode"] == 137


def test_terminated_job_says_why_and_is_not_repeated(batch: Batch) -> None:
    """TerminateJob ends a running job for the given reason."""
    job_id = batch.submit(
        batch.queue(), batch.definition("sleep 60"), retryStrategy={"attempts": 3}
    )
    batch.wait(job_id, "RUNNING")
    batch.client.terminate_job(jobId=job_id, reason="Wrong file")
    job = batch.wait(job_id)
    assert (job["status"], job["statusReason"]) == ("FAILED", "Wrong file")
    assert len(job["attempts"]) == 1
    assert job["isTerminated"] is True


def test_memory_over_the_limit_kills_the_job(batch: Batch) -> None:
    """Batch gives code 137 and names the reason, whatever the program would say."""
    script = "python3 -c 'import time; held = bytearray(200 * 1024 * 1024); time.sleep(30)'"
    job = batch.wait(batch.submit(batch.queue(), batch.definition(script, mib=100)))
    assert job["container"]["exitCode"] == 137
    assert job["container"]["reason"] == "OutOfMemoryError: Container killed due to memory usage"
    assert (job["status"], job["statusReason"]) == ("FAILED", EXITED)


def test_log_can_be_read_while_the_job_runs(batch: Batch) -> None:
    """Its first lines are there long before its end."""
    job_id = batch.submit(batch.queue(), batch.definition("echo begun; sleep 60"))
    stream = batch.wait(job_id, "RUNNING")["container"]["logStreamName"]
    deadline = time.monotonic() + 20
    while "begun" not in batch.lines("/aws/batch/job", stream):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert batch.describe(job_id)["status"] == "RUNNING"
    batch.client.terminate_job(jobId=job_id, reason="Seen")


def test_processes_that_a_job_leaves_behind_end_with_it(batch: Batch) -> None:
    """A container takes everything in it along."""
    job = batch.run("sleep 1234 & echo $!")
    assert job["status"] == "SUCCEEDED"
    number = int(batch.log(job))
    deadline = time.monotonic() + 5
    while _is_alive(number):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _is_alive(number: int) -> bool:
    """Tell whether a process runs, and is not only waited for by its parent."""
    try:
        return bool(psutil.Process(number).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
