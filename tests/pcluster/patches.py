"""ParallelCluster's own comparison of two cluster files: runs in .venv-pcluster, without moto."""

import os
from typing import Any

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")  # the schema asks for it when imported

from pcluster.config.config_patch import ConfigPatch


class ExistingCluster:
    """A cluster whose compute nodes run or not, and whose login nodes do if its file has some."""

    name = "demo-dev"
    stack_name = "demo-dev"

    def __init__(self, file: dict[str, Any], *, stopped: bool) -> None:
        self._stopped = stopped
        pools = file.get("LoginNodes", {}).get("Pools", [])
        self._counts = {pool["Name"]: pool["Count"] for pool in pools}

    def has_running_capacity(self) -> bool:
        """Tell whether compute nodes run."""
        return not self._stopped

    def has_running_login_nodes(self, pool_name: str | None = None) -> bool:
        """Tell whether login nodes run, of one pool or of any."""
        counts = self._counts.values() if pool_name is None else [self._counts.get(pool_name, 0)]
        return any(counts)


def refused(old: dict[str, Any], new: dict[str, Any], *, stopped: bool) -> list[str]:
    """Return policy and path of each change that is refused, or the error that this ends with."""
    patch = ConfigPatch(ExistingCluster(old, stopped=stopped), old, new)
    try:
        _, (_, *rows) = patch.check()
    except AttributeError as error:
        return [f"AttributeError: {error}"]
    return [
        f"{policy}: {'.'.join([*path, key])}"
        for path, key, _old, _new, check, _reason, _action, policy in rows
        if check != "SUCCEEDED"
    ]
