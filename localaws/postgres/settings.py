"""What the emulator tells the process that runs one server."""

import json
from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True)
class Settings:
    """A server: where, as what, for whom. It travels as one line of JSON, never as arguments.

    Args:
        folder: Where its data, log and lock are.
        major: Version of PostgreSQL.
        user: Name of the master user.
        password: Its password.
        new_password: Whether the user may have another password than this so far.
        database: A database to make with the server; empty for none.
        port: Where it should listen; zero for any.
        require_tls: Whether connections without TLS are refused.
        parameters: Settings that PostgreSQL itself knows.
        chain: Certificate in PEM.
        key: Its key.
    """

    folder: str
    major: int
    user: str
    password: str
    new_password: bool
    database: str
    port: int
    require_tls: bool
    parameters: dict[str, str]
    chain: str
    key: str

    @classmethod
    def read(cls, line: str) -> Self:
        """Return the settings in a line."""
        return cls(**json.loads(line))

    def line(self) -> str:
        """Return the settings as a line."""
        return f"{json.dumps(asdict(self))}\n"
