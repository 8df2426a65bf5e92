"""Write `cdk/slurm/update_policies.yaml`: runs in .venv-pcluster, where the schema of files is."""

import os
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")  # the schema asks for it when imported

from pcluster.schemas.cluster_schema import ClusterSchema


def table() -> str:
    """Return the text of the file, in the order in which ParallelCluster compares."""
    return (
        f"# What ParallelCluster {version('aws-parallelcluster')} does when a setting of a cluster "
        "changes, by its path; `[Name]` is\n"
        "# a list and what tells its items apart. Written by `make reference`; read by\n"
        "# update_policies.py, which says what each policy means.\n"
    ) + "".join(f"{path}: {policy}\n" for path, policy in _policies(ClusterSchema("name"), ""))


def _policies(schema: Any, above: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - no types
    for field in schema.declared_fields.values():
        path = f"{above}{field.data_key}"
        if getattr(field, "many", False):
            path += f"[{field.metadata['update_key']}]"
        yield path, field.metadata["update_policy"].name
        if hasattr(field, "nested"):
            yield from _policies(field.schema, f"{path}.")
