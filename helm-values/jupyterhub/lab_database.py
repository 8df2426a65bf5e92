"""The hub's connections to PostgreSQL, which outlive a rotation of the password."""

from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

PASSWORD = Path("/etc/lab/database/password")
"""The password as it is now; the variable PGPASSWORD has that of the hub's start."""


def read_password_for_each_connection(file: Path = PASSWORD) -> None:
    """Take the password from a file whenever SQLAlchemy opens a connection to PostgreSQL."""

    @event.listens_for(Engine, "do_connect")
    def _with_password(
        dialect: Any,  # noqa: ANN401 - SQLAlchemy's
        _record: object,
        _arguments: object,
        parameters: dict[str, Any],
    ) -> None:
        if dialect.name == "postgresql":
            parameters["password"] = file.read_text(encoding="utf-8")
