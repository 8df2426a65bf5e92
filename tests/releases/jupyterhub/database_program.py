"""Open connections to PostgreSQL as the hub does, and say with what libpq would be asked.

Takes the URL and the folder of the secret; writes what each of two connections was given, as JSON,
the secret having been rotated between them. A driver that only listens stands in for the server.
"""

import json
import sys
from pathlib import Path
from typing import Any

import psycopg2
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

sys.path.insert(0, sys.argv[3])
from lab_database import log_in_anew_for_each_connection

asked: list[dict[str, Any]] = []


def listen(*_: object, **parameters: Any) -> None:  # noqa: ANN401 - libpq's
    """Keep what is asked for, and refuse."""
    asked.append(parameters)
    raise psycopg2.OperationalError("no server here")


url, folder = sys.argv[1], Path(sys.argv[2])
psycopg2.connect = listen
log_in_anew_for_each_connection(folder)
engine = create_engine(url)
for word in ("before", "after"):
    (folder / "username").write_text(f"user {word}")
    (folder / "password").write_text(f"password {word}")
    try:
        engine.connect()
    except OperationalError:
        continue
json.dump(asked, sys.stdout)
