"""The life of an instance: start, stop, refuse, forget."""

import json
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from localaws import process
from localaws.errors import LocalAwsError
from localaws.instance import LocalAws
from tests.localaws.conftest import ACCOUNT, REGION, error_code
from tests.localaws.test_record import RECORD


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[LocalAws]:
    """Describe an instance of the test's own, stopped at the end."""
    own = LocalAws(tmp_path / "instance", ACCOUNT, REGION)
    yield own
    own.down()


def test_second_up_finds_the_first(aws: LocalAws) -> None:
    """Starting what runs already changes nothing."""
    assert aws.status() == aws.up()


def test_status_says_where_it_runs(aws: LocalAws) -> None:
    """A running instance names its process, its endpoints and its log."""
    status = aws.status()
    assert status.running
    assert str(status.endpoint).startswith("https://127.0.0.1:")
    assert str(status.plain_endpoint).startswith("http://127.0.0.1:")
    assert status.log.is_file()


def test_instance_that_never_ran_is_not_running(instance: LocalAws) -> None:
    """There is a status without an emulator."""
    assert not instance.status().running


def test_environment_needs_a_running_instance(instance: LocalAws) -> None:
    """Nobody talks to an emulator that is not there."""
    with pytest.raises(LocalAwsError, match="is not running: `lab local up`"):
        instance.environment()


def test_two_ups_at_once_start_one_and_it_moves_aside(aws: LocalAws, instance: LocalAws) -> None:
    """Whoever comes second waits for the first, and two instances live side by side."""
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: instance.up(), range(2))
    assert first == second
    assert first.endpoint != aws.status().endpoint
    assert error_code(instance.client("s3").head_bucket, Bucket="only-here") == "404"


def test_state_survives_down_and_reset_forgets_it(instance: LocalAws) -> None:
    """What was stored is there after a stop, at the same address, until it is forgotten."""
    first = instance.up()
    keys = instance.environment()["AWS_ACCESS_KEY_ID"]
    location = {"LocationConstraint": REGION}
    instance.client("s3").create_bucket(Bucket="kept", CreateBucketConfiguration=location)
    instance.client("s3").put_object(Bucket="kept", Key="a/b", Body=b"data")
    instance.down()
    assert not instance.status().running
    assert instance.up().endpoint == first.endpoint
    assert instance.environment()["AWS_ACCESS_KEY_ID"] == keys
    body = instance.client("s3").get_object(Bucket="kept", Key="a/b")["Body"].read()
    assert body == b"data"
    instance.reset()
    assert {"up.lock", "emulator.lock"} == {path.name for path in instance.folder.iterdir()}


def test_stale_process_number_is_no_instance(instance: LocalAws) -> None:
    """After a reboot the number may be another process's, which is neither used nor ended."""
    instance.folder.mkdir()
    (instance.folder / "emulator.lock").write_text(str(os.getpid()))
    RECORD.write(instance.folder / "instance.json")
    assert not instance.status().running


def test_tampered_endpoint_of_a_running_instance_is_refused(instance: LocalAws) -> None:
    """A file that points to a real endpoint sends nothing there."""
    instance.folder.mkdir()
    with process.hold(instance.folder / "emulator.lock"):
        file = instance.folder / "instance.json"
        RECORD.write(file)
        tampered = json.loads(file.read_text()) | {
            "endpoint": "https://sts.amazonaws.com:443",
            "pid": os.getpid(),
        }
        file.write_text(json.dumps(tampered))
        with pytest.raises(LocalAwsError, match="is not an endpoint on this machine"):
            instance.environment()


def test_number_of_the_last_run_is_no_sign_of_life(
    instance: LocalAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new process with the old one's number is ready when it says so itself."""
    instance.folder.mkdir()
    RECORD.write(instance.folder / "instance.json")
    alive = iter([True, False])
    monkeypatch.setattr(process, "is_alive", lambda _: next(alive))

    def start(_folder: Path, _environment: Mapping[str, str], log: Path) -> int:
        log.write_text("the last words\n")
        return RECORD.pid

    monkeypatch.setattr(process, "start", start)
    with pytest.raises(LocalAwsError, match=r"AWS stopped\. The end of .*:\n  the last words"):
        instance.up()


def test_another_accounts_instance_is_refused(instance: LocalAws) -> None:
    """Changing the account in the YAML does not deploy to the old one's state."""
    instance.folder.mkdir()
    RECORD.write(instance.folder / "instance.json")
    other = LocalAws(instance.folder, "444455556666", REGION)
    with pytest.raises(LocalAwsError, match="holds the embedded AWS of account 111122223333"):
        other.up()


def test_start_that_fails_shows_the_end_of_the_log(instance: LocalAws) -> None:
    """State of another account stops the emulator, and its message reaches the caller."""
    (instance.folder / "state").mkdir(parents=True)
    snapshot = {"account": "444455556666", "ministack": "1.5.33", "services": {}}
    (instance.folder / "state" / "snapshot.json").write_text(json.dumps(snapshot))
    with pytest.raises(LocalAwsError) as error:
        instance.up()
    assert "snapshot.json was written for account 444455556666" in str(error.value)
    assert "`lab local reset` forgets it" in str(error.value)
