"""Values of JupyterHub's chart for people with an account of their own."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HUB_FOLDER = "/usr/local/etc/jupyterhub"
"""The first folder in which the hub's Python looks for modules."""

FOLDER = Path(__file__).parents[2] / "helm-values/jupyterhub/users"
"""What only the hub of a lab with `users` gets."""

CONFIG_FILE = "users_config.py"
"""Runs at the end of the hub's configuration; the other files lie beside its modules."""


@dataclass(frozen=True)
class Account:
    """One person as the hub needs to know.

    Attributes:
        login: what the login calls the person.
        uid: owns the person's files.
        gid: of new files.
        group: the name of that group.
    """

    login: str
    uid: int
    gid: int
    group: str


def hub_users(accounts: Mapping[str, Account | None]) -> dict[str, Any]:
    """Return what the values of the hub need more; nothing in a lab without people.

    Args:
        accounts: by the name of the Unix account; `None` for one that is locked.
    """
    if not accounts:
        return {}
    data = {
        "accounts": {name: asdict(each) for name, each in accounts.items() if each},
        "locked": [name for name, each in accounts.items() if each is None],
    }
    files = sorted(path for path in FOLDER.iterdir() if path.suffix in {".py", ".sh"})
    return {
        "extraFiles": {
            "users": {"mountPath": f"{HUB_FOLDER}/users.json", "data": data},
            **{
                path.stem: {
                    "mountPath": f"{HUB_FOLDER}/{path.name}",
                    "stringData": path.read_text(encoding="utf-8"),
                }
                for path in files
                if path.name != CONFIG_FILE
            },
        },
        "extraConfig": {"20-users": (FOLDER / CONFIG_FILE).read_text(encoding="utf-8")},
    }
