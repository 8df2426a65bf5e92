"""Start, stop, inspect and use one embedded AWS, which lives in one folder."""

import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from localaws import process
from localaws.environment import caller_environment, emulator_environment
from localaws.errors import LocalAwsError
from localaws.installation import require_installed
from localaws.record import InstanceRecord

START_SECONDS = 60
LOG_LINES = 15
# All that an instance writes; `reset` removes these and nothing else from the folder.
OWN_FILES = ("instance.json", "emulator.log", "previous.log", "state", "tls", "tmp", "cdk-home")


@dataclass(frozen=True)
class Status:
    """What is known about an instance; the last four are None while it does not run."""

    folder: Path
    log: Path
    account: str
    region: str
    running: bool
    endpoint: str | None = None
    plain_endpoint: str | None = None
    pid: int | None = None


@dataclass(frozen=True)
class LocalAws:
    """The embedded AWS of one lab environment: its folder, account and region.

    Args:
        folder: Where state, certificates, log and lock files go; created when needed.
        account: Twelve digits: the account that callers find themselves in.
        region: Where callers' requests go, e.g. `eu-central-1`.
    """

    folder: Path
    account: str
    region: str

    def up(self) -> Status:
        """Start the emulator unless it runs already, and wait until it answers.

        Raises:
            LocalAwsError: Something is not installed, the state is another account's, or the
                emulator did not start; the message ends with the end of its log.
        """
        with process.exclusive(self._file("up.lock")):
            record = self._record()
            pid = self._pid()
            if pid is None:
                return self._status(self._start(record))
            if record is None or record.pid != pid:
                record = self._wait_until_ready(pid)
            return self._status(record)

    def down(self) -> None:
        """Stop the emulator, its Lambda functions included; its state stays in the folder."""
        with process.exclusive(self._file("up.lock")):
            self._stop()

    def reset(self) -> None:
        """Stop the emulator and forget everything that was deployed to it."""
        with process.exclusive(self._file("up.lock")):
            self._stop()
            for name in OWN_FILES:
                path = self._file(name)
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)

    def status(self) -> Status:
        """Return whether the emulator runs, and where.

        Raises:
            LocalAwsError: The instance's own file is damaged or names a foreign endpoint.
        """
        return self._status(self._ready_record())

    def environment(self) -> dict[str, str]:
        """Return the whole environment of a process that talks to this instance only.

        Nothing of the caller's AWS settings, proxies or certificates is in it. The credentials
        are those of an IAM user with AdministratorAccess, not of the account's root, because
        bucket policies must be able to deny the caller something, as on AWS.

        Raises:
            LocalAwsError: The emulator does not run, or its endpoint is not on loopback.
        """
        record = self._ready_record()
        if record is None:
            raise LocalAwsError(f"The embedded AWS in {self._root} is not running: `lab local up`")
        return caller_environment(self._root, record, self.region)

    def client(self, service: str, *, plain: bool = False) -> Any:  # noqa: ANN401
        """Return a boto3 client of this instance, whatever this process's own environment says.

        Args:
            service: boto3's name of a service, e.g. `s3`.
            plain: Send requests without TLS, to see them denied.

        Raises:
            LocalAwsError: The emulator does not run, or its endpoint is not on loopback.
        """
        from localaws.session import client  # noqa: PLC0415 - boto3 takes 0.2 s to import

        environment = self.environment()
        if plain:
            environment["AWS_ENDPOINT_URL"] = str(self.status().plain_endpoint)
        return client(environment, service)

    @property
    def _root(self) -> Path:
        """Return the folder as an absolute path: the emulator has its own working folder."""
        return self.folder.absolute()

    @property
    def _log(self) -> Path:
        """Return the emulator's log file."""
        return self._file("emulator.log")

    def _file(self, name: str) -> Path:
        """Return a file of this instance."""
        return self._root / name

    def _pid(self) -> int | None:
        """Return the process of this folder's emulator, or None when it does not run."""
        return process.holder(self._file("emulator.lock"))

    def _record(self) -> InstanceRecord | None:
        """Return what the emulator wrote about itself, refusing another account's."""
        record = InstanceRecord.read(self._file("instance.json"))
        if record and record.account != self.account:
            raise LocalAwsError(
                f"{self._root} holds the embedded AWS of account {record.account}, not of"
                f" {self.account}: correct the account in the YAML, or run `lab local reset`"
            )
        return record

    def _ready_record(self) -> InstanceRecord | None:
        """Return the record of an emulator that runs and answers, else None."""
        pid = self._pid()
        record = self._record() if pid else None
        return record if record and record.pid == pid else None

    def _status(self, record: InstanceRecord | None) -> Status:
        """Return the status that a record describes."""
        known = (self._root, self._log, self.account, self.region)
        if record is None:
            return Status(*known, running=False)
        return Status(
            *known,
            running=True,
            endpoint=record.endpoint,
            plain_endpoint=record.plain_endpoint,
            pid=record.pid,
        )

    def _start(self, record: InstanceRecord | None) -> InstanceRecord:
        """Start the emulator with empty temporary folders and a new log."""
        require_installed()
        # Numbers of the last run: the new process may well get the same one in a container.
        self._file("emulator.lock").write_text("", encoding="ascii")
        if record is not None:
            replace(record, pid=0).write(self._file("instance.json"))
        for name in ("tmp", "cdk-home"):
            shutil.rmtree(self._file(name), ignore_errors=True)
            self._file(name).mkdir(parents=True)
        if self._log.exists():
            self._log.replace(self._file("previous.log"))
        environment = emulator_environment(self._root, self.account, self.region)
        return self._wait_until_ready(process.start(self._root, environment, self._log))

    def _wait_until_ready(self, pid: int) -> InstanceRecord:
        """Wait for the record that the emulator writes once it answers requests."""
        deadline = time.monotonic() + START_SECONDS
        reason = "stopped"
        while process.is_alive(pid):
            record = self._record()
            if record and record.pid == pid:
                return record
            if time.monotonic() > deadline:
                process.stop(pid, self._file("emulator.lock"))
                reason = f"did not answer within {START_SECONDS} seconds"
            time.sleep(process.POLL_SECONDS)
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        tail = "\n".join(f"  {line}" for line in lines[-LOG_LINES:])
        raise LocalAwsError(f"The embedded AWS {reason}. The end of {self._log}:\n{tail}")

    def _stop(self) -> None:
        """Stop the emulator when it runs."""
        pid = self._pid()
        if pid is not None:
            process.stop(pid, self._file("emulator.lock"))
