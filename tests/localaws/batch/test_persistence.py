"""Jobs survive the emulator: those that wait go on, those that ran have lost their host."""

import json
import os
import signal
import time
from collections.abc import Iterator

import psutil  # type: ignore[import-untyped]
import pytest

from localaws import process
from localaws.batch.job import Attempt, Submission
from localaws.batch.ledger import new_job
from localaws.batch.persistence import restored, saved
from localaws.instance import LocalAws
from tests.localaws.batch.conftest import Batch
from tests.localaws.conftest import ACCOUNT, REGION

ON_HOST_LOSS = {
    "attempts": 2,
    "evaluateOnExit": [
        {"onStatusReason": "Host EC2*", "action": "RETRY"},
        {"onReason": "*", "action": "EXIT"},
    ],
}
AGAIN = 'if [ "$AWS_BATCH_JOB_ATTEMPT" = 1 ]; then sleep 4321; fi'


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Batch, dict[str, str]]]:
    """Kill an emulator in which jobs have ended, run and wait, and start it again."""
    instance = LocalAws(tmp_path_factory.mktemp("killed"), ACCOUNT, REGION)
    try:
        instance.up()
        ids = _submitted(Batch(instance))
        _wait_until_saved(instance, ids["array"])
        pid = instance.status().pid
        assert pid is not None
        os.killpg(pid, signal.SIGKILL)
        while process.is_alive(pid):
            time.sleep(0.01)
        instance.up()
        yield Batch(instance), ids
    finally:
        instance.reset()


def _submitted(batch: Batch) -> dict[str, str]:
    """Submit a job that ends, two that run, and an array that waits behind them."""
    queue = batch.queue(batch.environment(vcpus=2))
    ids = {"ended": batch.submit(queue, batch.definition("exit 3"))}
    batch.wait(ids["ended"])
    ids["again"] = batch.submit(queue, batch.definition(AGAIN, retryStrategy=ON_HOST_LOSS))
    ids["once"] = batch.submit(queue, batch.definition("sleep 4321"))
    for name in ("again", "once"):
        batch.wait(ids[name], "RUNNING")
    ids["array"] = batch.submit(queue, batch.definition(":"), arrayProperties={"size": 3})
    return ids


def _wait_until_saved(instance: LocalAws, text: str) -> None:
    """Wait until the saved state contains a text, and that two jobs run."""
    file = instance.folder / "state" / "snapshot.json"
    deadline = time.monotonic() + 20
    saved_jobs = ""
    while text not in saved_jobs or saved_jobs.count('["RUNNING"') < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
        saved_jobs = file.read_text() if file.exists() else ""


def test_ended_job_is_as_it_was(killed: tuple[Batch, dict[str, str]]) -> None:
    """With its attempt and its exit code."""
    batch, ids = killed
    job = batch.describe(ids["ended"])
    assert (job["status"], job["container"]["exitCode"]) == ("FAILED", 3)


def test_job_that_ran_has_lost_its_host(killed: tuple[Batch, dict[str, str]]) -> None:
    """Its strategy decides; here it is tried again."""
    batch, ids = killed
    job = batch.wait(ids["again"])
    assert job["status"] == "SUCCEEDED"
    assert job["attempts"][0]["statusReason"].startswith("Host EC2 (instance i-")
    assert len(job["attempts"]) == 2


def test_job_that_ran_and_is_not_tried_again_has_failed(
    killed: tuple[Batch, dict[str, str]],
) -> None:
    """The reason says what happened to it."""
    batch, ids = killed
    job = batch.describe(ids["once"])
    assert job["status"] == "FAILED"
    assert job["statusReason"].startswith("Host EC2 (instance i-")


def test_jobs_that_waited_go_on(killed: tuple[Batch, dict[str, str]]) -> None:
    """An array with all its children."""
    batch, ids = killed
    array = batch.wait(ids["array"])
    assert array["arrayProperties"]["statusSummary"]["SUCCEEDED"] == 3


@pytest.mark.usefixtures("killed")
def test_no_process_of_a_job_outlives_the_emulator() -> None:
    """Not even when the emulator is killed."""
    deadline = time.monotonic() + 10
    while any("4321" in (p.info["cmdline"] or []) for p in _sleeping()):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _sleeping() -> Iterator[psutil.Process]:
    """Return the processes that sleep."""
    for found in psutil.process_iter(["cmdline", "name"]):
        if found.info["name"] == "sleep":
            yield found


def test_array_is_saved_short_and_comes_back() -> None:
    """What JSON holds makes the same children and the same counts."""
    submission = Submission("id", "n", ACCOUNT, REGION, "queue", "definition", 1, {}, size=3)
    array = new_job(submission)
    assert array.children is not None
    first = array.children[0]
    first.status, first.attempts = "FAILED", [Attempt("e", "i", "h", "t", exit_code=1)]
    again = restored(json.loads(json.dumps(saved(array))))
    assert again.submission == submission
    assert again.counts is not None
    assert (again.counts["FAILED"], again.counts["SUBMITTED"]) == (1, 2)
    assert again.children is not None
    assert again.children[0].attempts == first.attempts
    assert again.children[0].parent is again
