"""Start one emulator, from the repository root: `python -m localaws <folder>`."""

import asyncio
import logging
import os
import sys
from importlib.metadata import version
from pathlib import Path

from localaws.audit import REPORT
from localaws.certificate import issue
from localaws.compatibility import MINISTACK, require_version
from localaws.errors import LocalAwsError
from localaws.listeners import Listeners, open_listeners
from localaws.process import hold
from localaws.record import InstanceRecord


def main(folder: Path) -> None:
    """Serve the AWS that lives in a folder until told to stop.

    `LocalAws.up` starts this as a process, with the environment of `emulator_environment`.

    Raises:
        LocalAwsError: Another emulator runs here, or the state or ministack does not fit.
    """
    require_version(version("ministack"))
    lock = hold(folder / "emulator.lock")
    record_file = folder / "instance.json"
    last = InstanceRecord.read(record_file)
    listeners = open_listeners(last)
    certificate = issue(folder / "tls")
    # ministack reads its settings when it is imported, the port among them.
    os.environ["GATEWAY_PORT"] = listeners.endpoint.rpartition(":")[2]
    os.environ["LOCALAWS_ENDPOINT"] = listeners.endpoint
    os.environ["LOCALAWS_CERTIFICATE"] = str(certificate.authority)

    from localaws.snapshot import DATABASES, Snapshot  # noqa: PLC0415

    account = os.environ["MINISTACK_ACCOUNT_ID"]
    snapshot = Snapshot(folder / "state", account=account, version=MINISTACK)
    # ministack reads objects from disk when its S3 is imported, which comes next.
    snapshot.open()

    from localaws import registration, server  # noqa: PLC0415
    from localaws.apis.rds_instance import PostgresInstances  # noqa: PLC0415
    from localaws.batch.service import install_batch  # noqa: PLC0415
    from localaws.databases import Databases  # noqa: PLC0415

    registration.register(folder / "state" / REPORT)
    databases = Databases(folder / "state" / DATABASES)
    PostgresInstances(databases, (certificate.chain, certificate.key)).install()
    jobs = install_batch(folder, certificate.authority)

    def announce() -> None:
        keys = _administrator(last)
        jobs.start()  # The gateway has answered: what was saved has been loaded.
        _announce(record_file, listeners, keys)

    async def serve() -> None:
        await server.run(listeners, certificate, snapshot, announce, jobs.listen)
        databases.stop_all()
        logging.shutdown()
        # State is saved. Threads that wait for Lambda functions would keep the process alive.
        os._exit(0)

    with lock:
        asyncio.run(serve())


def _administrator(last: InstanceRecord | None) -> tuple[str, str]:
    """Return the keys of the user as whom callers act, made through the gateway if need be."""
    from localaws.administrator import ensure_administrator  # noqa: PLC0415
    from localaws.gateway import client  # noqa: PLC0415

    known = (last.access_key_id, last.secret_access_key) if last else None
    return ensure_administrator(client("iam"), known)


def _announce(record_file: Path, listeners: Listeners, keys: tuple[str, str]) -> None:
    """Write the instance's record; it tells the waiting caller that requests are answered."""
    InstanceRecord(
        account=os.environ["MINISTACK_ACCOUNT_ID"],
        endpoint=listeners.endpoint,
        plain_endpoint=listeners.plain_endpoint,
        pid=os.getpid(),
        access_key_id=keys[0],
        secret_access_key=keys[1],
    ).write(record_file)


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.exit(__doc__)
    try:
        main(Path(sys.argv[1]))
    except LocalAwsError as error:
        sys.exit(str(error))
