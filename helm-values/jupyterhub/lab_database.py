"""The hub's connections to PostgreSQL, which outlive a rotation of its users."""

from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

FOLDER = Path("/etc/lab/database")
"""The secret as it is now: two users take turns, and PG* variables name that of the hub's start."""


def log_in_anew_for_each_connection(folder: Path = FOLDER) -> None:
    """Read user and password from files whenever SQLAlchemy opens a connection to PostgreSQL."""

    @event.listens_for(Engine, "do_connect")
    def _as_current_user(
        dialect: Any,  # noqa: ANN401 - SQLAlchemy's
        _record: object,
        _arguments: object,
        parameters: dict[str, Any],
    ) -> None:
        if dialect.name == "postgresql":
            parameters["user"] = (folder / "username").read_text(encoding="utf-8")
            parameters["password"] = (folder / "password").read_text(encoding="utf-8")
