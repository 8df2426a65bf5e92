"""The folder of a PostgreSQL server: made, given a master user, served."""

import re
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from localaws.postgres.programs import give, prefix, program

START_SECONDS = 30
STOP_SECONDS = 10
POLL_SECONDS = 0.01
SOCKET = ".s.PGSQL.5432"
ADMIN = "rdsadmin"
# docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.html
_ROLES = "pg_checkpoint, pg_monitor, pg_signal_backend, pg_use_reserved_connections"
_ACCESS = f"local all {ADMIN} reject\nlocal all all scram-sha-256\n"
# Nothing of this outlives the machine, so nothing waits for the disk.
_FIXED = {
    "autovacuum_naptime": "5min",
    "fsync": "off",
    "listen_addresses": "",
    "logging_collector": "off",
    "shared_buffers": "32MB",
    "unix_socket_directories": ".",
}


@dataclass(frozen=True)
class Cluster:
    """A folder with databases, in PostgreSQL's words a database cluster.

    Args:
        folder: Its place.
        major: Version of the programs.
    """

    folder: Path
    major: int

    @property
    def exists(self) -> bool:
        """Return whether it was made, and whole."""
        return (self.folder / "pg_hba.conf").is_file() and not self._unfinished.exists()

    @property
    def _unfinished(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.unfinished")

    def create(self, user: str, password: str, database: str) -> None:
        """Make it, with what RDS gives a master user: rights over roles and databases, no more.

        Args:
            user: Name of the master user.
            password: Its password.
            database: A database to make for it; `postgres` is always there.

        Raises:
            RuntimeError: PostgreSQL refused something; the message is its own.
        """
        self.folder.mkdir(parents=True, mode=0o700)
        self._unfinished.touch()
        give(self.folder)
        options = [f"--pgdata={self.folder}", f"--username={ADMIN}", "--auth=reject"]
        options += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        self._run([program("initdb", self.major), *options])
        (self.folder / "pg_hba.conf").write_text(_ACCESS, encoding="utf-8")
        owner = _identifier(user)
        statements = [
            "CREATE ROLE rds_superuser NOLOGIN",
            f"GRANT {_ROLES} TO rds_superuser WITH ADMIN OPTION",
            f"CREATE ROLE {owner} LOGIN CREATEROLE CREATEDB PASSWORD {_literal(password)}",
            f"GRANT rds_superuser TO {owner}",
            f"ALTER DATABASE postgres OWNER TO {owner}",
        ]
        if database not in ("", "postgres"):
            statements.append(f"CREATE DATABASE {_identifier(database)} OWNER {owner}")
        self.execute(*statements)
        self._unfinished.unlink()

    def set_password(self, user: str, password: str) -> None:
        """Give the master user another password, while the server is stopped."""
        self.execute(f"ALTER ROLE {_identifier(user)} PASSWORD {_literal(password)}")

    def execute(self, *statements: str) -> None:
        """Run statements as the owner of everything, while the server is stopped.

        PostgreSQL's single-user mode needs neither a socket nor a password.

        Raises:
            RuntimeError: A statement failed.
        """
        command = [program("postgres", self.major), "--single", "-D", str(self.folder), "postgres"]
        errors = self._run(command, "".join(f"{line}\n" for line in statements))
        if found := re.search(r"^.*(?:ERROR|FATAL|PANIC): .*$", errors, re.MULTILINE):
            raise RuntimeError(found[0])

    def serve(self, parameters: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
        """Start the server, on a socket in its folder and nowhere else, and wait until it answers.

        Args:
            parameters: Settings of the parameter group that PostgreSQL itself knows.
            log: Where it writes its log.

        Raises:
            RuntimeError: It ended instead, or takes too long; its log says why.
        """
        (self.folder / SOCKET).unlink(missing_ok=True)
        settings = [f"--{name}={value}" for name, value in {**parameters, **_FIXED}.items()]
        command = [*prefix(), program("postgres", self.major), "-D", str(self.folder), *settings]
        with log.open("ab") as output:
            server = subprocess.Popen(  # noqa: S603 - a program of our own environment
                command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if server.poll() is not None or time.monotonic() > deadline:
                stop(server)
                raise RuntimeError("it did not become ready")
            time.sleep(POLL_SECONDS)
        return server

    def _is_ready(self) -> bool:
        """Return whether the server, which was started a moment ago, accepts connections."""
        status = self.folder / "postmaster.pid"
        return (self.folder / SOCKET).exists() and "ready" in status.read_text(encoding="utf-8")

    def _run(self, command: list[str], statements: str = "") -> str:
        """Run a program to its end and return its complaints."""
        done = subprocess.run(  # noqa: S603 - a program of our own environment
            [*prefix(), *command],
            cwd=self.folder,
            input=statements,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{Path(command[0]).name}: {done.stderr.strip()}")
        return done.stderr


def stop(server: subprocess.Popen[bytes]) -> None:
    """End a server and its sessions, in an orderly way if that does not take long."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def _identifier(name: str) -> str:
    """Return a name as SQL quotes it."""
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    """Return a text as SQL quotes it; single-user mode ends a statement with its line."""
    escaped = text.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n")
    return f"E'{escaped}'"
