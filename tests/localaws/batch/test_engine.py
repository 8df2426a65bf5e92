"""How many jobs run at once, and what the emulator's log says about it."""

from tests.localaws.batch.conftest import Batch


def test_no_more_jobs_run_at_once_than_the_setting_says(batch: Batch) -> None:
    """Environments have room for more; the ninth job of eight waits until one has ended."""
    queue = batch.queue(batch.environment(vcpus=64))
    definition = batch.definition("sleep 60")
    jobs = [batch.submit(queue, definition) for _ in range(9)]
    for job_id in jobs[:8]:
        batch.wait(job_id, "RUNNING")
    assert batch.describe(jobs[8])["status"] == "RUNNABLE"
    batch.client.terminate_job(jobId=jobs[0], reason="Make room")
    batch.wait(jobs[8], "RUNNING")
    for job_id in jobs:
        batch.client.terminate_job(jobId=job_id, reason="Seen")
    assert {batch.wait(job_id)["status"] for job_id in jobs} == {"FAILED"}


def test_log_of_the_emulator_names_the_settings(batch: Batch) -> None:
    """Whoever wonders what runs the jobs finds it there."""
    log = batch.aws.status().log.read_text()
    assert "Jobs run by LOCALAWS_JOB_RUNNER=process, at most 8 at once" in log
