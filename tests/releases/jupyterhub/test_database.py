"""The hub's way to PostgreSQL, by the SQLAlchemy and psycopg2 of its environment."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cdk.releases.catalog import HELM_VALUES
from tests.releases.programs import PROGRAMS

VARIABLES = {
    "PGHOST": "host",
    "PGPORT": "port",
    "PGDATABASE": "dbname",
}


@pytest.fixture(scope="module")
def connections(hub_values: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401
    """Return what two connections ask for, the secret having been rotated between them."""
    program = Path(__file__).parent / "database_program.py"
    secret = tmp_path_factory.mktemp("database")
    done = subprocess.run(  # noqa: S603 - our own program
        [
            *(PROGRAMS["hub"], program),
            *(hub_values["hub"]["db"]["url"], secret, HELM_VALUES / "jupyterhub"),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


def test_each_connection_logs_in_anew(connections: Any) -> None:  # noqa: ANN401
    """Two users take turns, so that the hub outlives a rotation."""
    assert [(each["user"], each["password"]) for each in connections] == [
        ("user before", "password before"),
        ("user after", "password after"),
    ]


def test_connections_are_encrypted_and_name_nothing_else(connections: Any) -> None:  # noqa: ANN401
    """Host, port and database are left to libpq's variables."""
    known = {"user", "password"}
    rest = [{k: v for k, v in each.items() if k not in known} for each in connections]
    assert rest == [{"sslmode": "require"}] * 2


def test_variables_come_from_the_secret(hub_values: dict[str, Any]) -> None:
    """Every one that libpq needs, by its name."""
    found = {
        name: variable["valueFrom"]["secretKeyRef"]
        for name, variable in hub_values["hub"]["extraEnv"].items()
        if name.startswith("PG")
    }
    assert found == {
        name: {"name": "jupyterhub-database", "key": key} for name, key in VARIABLES.items()
    }
