"""The people with an account of their own: who logs in as whom, and their numbers."""

import json
from dataclasses import dataclass
from pathlib import Path

from tornado.web import HTTPError

FILE = Path(__file__).with_name("users.json")
"""What the lab's YAML says of its `users`."""


@dataclass(frozen=True)
class User:
    """One person, by the name of the Unix account; `login` is what the login calls the person."""

    name: str
    login: str
    uid: int
    gid: int
    group: str


@dataclass(frozen=True)
class Users:
    """All people with an account, by its name, and the names of accounts that are locked."""

    accounts: dict[str, User]
    locked: frozenset[str]

    def hub_name(self, login: str) -> str:
        """Return what the hub calls a person: the account's name, or else what the login says.

        Raises:
            HTTPError: 403, the login has the name of somebody else's account, or of a locked one.
        """
        # JupyterHub makes no difference between capitals and small letters.
        login = login.lower()
        for user in self.accounts.values():
            if user.login == login:
                return user.name
        if login in self.accounts:
            raise HTTPError(403, reason=f"{login} is the account of somebody with another login")
        if login in self.locked:
            raise HTTPError(403, reason=f"The account {login} is locked")
        return login


def read_users(file: Path = FILE) -> Users:
    """Return the people of the lab."""
    written = json.loads(file.read_text(encoding="utf-8"))
    accounts = {
        name: User(name, **{**user, "login": user["login"].lower()})
        for name, user in written["accounts"].items()
    }
    return Users(accounts, frozenset(written["locked"]))
