"""Databases live and die with the emulator: kept over a stop, gone after whatever end."""

import os
import shutil
import signal
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest
from pg8000.native import Connection

from localaws.deployment import deploy_template
from localaws.instance import LocalAws
from localaws.process import is_alive
from tests.localaws.conftest import ACCOUNT, REGION
from tests.localaws.kubernetes_resources import NETWORK, database

NAME = "living"
PASSWORD = "first-password"  # noqa: S105
TEMPLATE = {"Resources": database(DBInstanceIdentifier=NAME)}
SECONDS = 20


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """Describe the instance of these tests, stopped at the end."""
    aws = LocalAws(tmp_path_factory.mktemp("databases") / "instance", ACCOUNT, REGION)
    yield aws
    aws.down()


@pytest.fixture
def instance(shared: LocalAws) -> LocalAws:
    """Run the instance with a database in which there is something, whatever was before."""
    shared.up()
    assert deploy_template(shared, "Database", TEMPLATE).failures == ()
    _run(shared, "CREATE TABLE IF NOT EXISTS kept AS SELECT 7 AS number")
    return shared


def _run(aws: LocalAws, statement: str) -> list[list[int]]:
    """Run a statement, as soon as the database is available."""
    wait = {"Delay": 0.05, "MaxAttempts": 400}
    rds = aws.client("rds")
    waiter = rds.get_waiter("db_instance_available")
    waiter.wait(DBInstanceIdentifier=NAME, WaiterConfig=wait)
    (found,) = rds.describe_db_instances(DBInstanceIdentifier=NAME)["DBInstances"]
    context = ssl.create_default_context(cafile=aws.environment()["AWS_CA_BUNDLE"])
    with Connection(
        "postgres",
        password=PASSWORD,
        database="lab",
        host=found["Endpoint"]["Address"],
        port=found["Endpoint"]["Port"],
        ssl_context=context,
    ) as connection:
        rows: list[list[int]] = connection.run(statement) or []
        return rows


def _servers(aws: LocalAws) -> list[int]:
    """Return the process numbers of an instance's servers."""
    files = (aws.folder / "state" / "rds").glob("*/data/postmaster.pid")
    return [int(file.read_text().split()[0]) for file in files]


def _wait_for_the_end_of(pids: list[int]) -> None:
    """Wait until processes have ended, and fail if they do not."""
    deadline = time.monotonic() + SECONDS
    while any(is_alive(pid) for pid in pids):
        assert time.monotonic() < deadline, "PostgreSQL still runs"
        time.sleep(0.05)


def _saved(aws: LocalAws) -> None:
    """Wait until the emulator has saved that the database is there."""
    deadline = time.monotonic() + SECONDS
    file = aws.folder / "state" / "snapshot.json"
    while not file.exists() or "CREATE_COMPLETE" not in file.read_text():
        assert time.monotonic() < deadline, "it was not saved"
        time.sleep(0.05)


def _kill_emulator(aws: LocalAws) -> None:
    """End the emulator's own process at once, and nothing that it started."""
    os.kill(aws.status().pid or 0, signal.SIGKILL)


def _kill_group(aws: LocalAws) -> None:
    """End the emulator and everything in its process group at once."""
    os.killpg(aws.status().pid or 0, signal.SIGKILL)


@pytest.mark.parametrize("end", [LocalAws.down, _kill_emulator, _kill_group])
def test_data_and_address_survive_every_end(
    instance: LocalAws, end: Callable[[LocalAws], None]
) -> None:
    """No server is left behind, and the next emulator starts it with what it had."""
    rds, (server,) = instance.client("rds"), _servers(instance)
    before = rds.describe_db_instances()["DBInstances"][0]["Endpoint"]
    _saved(instance)
    end(instance)
    _wait_for_the_end_of([server])
    instance.up()
    assert _run(instance, "SELECT number FROM kept") == [[7]]
    rds = instance.client("rds")
    assert rds.describe_db_instances()["DBInstances"][0]["Endpoint"] == before


def test_reset_leaves_neither_server_nor_data(instance: LocalAws) -> None:
    """Everything is forgotten."""
    servers = _servers(instance)
    assert [is_alive(pid) for pid in servers] == [True]
    instance.reset()
    assert [is_alive(pid) for pid in servers] == [False]
    assert not (instance.folder / "state").exists()


def test_server_ends_with_the_folder(instance: LocalAws) -> None:
    """Who throws a checkout away leaves no server behind."""
    servers = _servers(instance)
    deadline = time.monotonic() + SECONDS
    while instance.folder.exists():
        # The emulator saves its state meanwhile, and a folder that gets a file is not empty.
        shutil.rmtree(instance.folder, ignore_errors=True)
        assert time.monotonic() < deadline
    _wait_for_the_end_of(servers)


def test_server_ends_with_the_process_that_runs_it(instance: LocalAws) -> None:
    """Between emulator and server is one; killed alone, it takes the server along."""
    (server,) = _servers(instance)
    command = ["ps", "-o", "ppid=", "-p", str(server)]
    parent = int(subprocess.check_output(command))  # noqa: S603
    os.kill(parent, signal.SIGKILL)
    _wait_for_the_end_of([server])
    instance.client("rds").reboot_db_instance(DBInstanceIdentifier=NAME)
    assert _run(instance, "SELECT number FROM kept") == [[7]]


def test_database_that_was_cut_off_is_dropped(instance: LocalAws) -> None:
    """Data of which the saved state knows nothing is nobody's."""
    instance.down()
    orphan = instance.folder / "state" / "rds" / "db-UNKNOWN" / "data"
    orphan.mkdir(parents=True)
    instance.up()
    assert not orphan.parent.exists()
    assert _run(instance, "SELECT number FROM kept") == [[7]]


def test_stopped_database_stays_stopped(instance: LocalAws) -> None:
    """A new emulator does not start what somebody stopped; whoever wants it starts it."""
    instance.client("rds").stop_db_instance(DBInstanceIdentifier=NAME)
    instance.down()
    instance.up()
    rds, deadline = instance.client("rds"), time.monotonic() + SECONDS
    while rds.describe_db_instances()["DBInstances"][0]["DBInstanceStatus"] == "creating":
        assert time.monotonic() < deadline
    assert rds.describe_db_instances()["DBInstances"][0]["DBInstanceStatus"] == "stopped"
    assert _servers(instance) == []
    rds.start_db_instance(DBInstanceIdentifier=NAME)
    assert _run(instance, "SELECT number FROM kept") == [[7]]


def test_lost_data_is_replaced_by_an_empty_database(instance: LocalAws) -> None:
    """An instance whose folder somebody deleted can still be used and deleted."""
    instance.down()
    shutil.rmtree(instance.folder / "state" / "rds")
    instance.up()
    assert _run(instance, "SELECT 1") == [[1]]
    assert deploy_template(instance, "Database", {"Resources": NETWORK}).failures == ()
