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
        "changes, by its path, and of\n"
        "# which type its values are; `[Name]` is a list and what tells its items apart. Written\n"
        "# by `make reference`; read by update_policies.py, which says what each policy means.\n"
        "# yamllint disable rule:line-length\n"
    ) + "".join(f"{path}: {said}\n" for path, said in _settings(ClusterSchema("name"), ""))


def _settings(schema: Any, above: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - no types
    for field in schema.declared_fields.values():
        path, policy = f"{above}{field.data_key}", field.metadata["update_policy"].name
        if getattr(field, "many", False):
            path += f"[{field.metadata['update_key']}]"
        if hasattr(field, "nested"):
            yield path, f"{{policy: {policy}}}"
            yield from _settings(field.schema, f"{path}.")
        else:
            yield path, f"{{policy: {policy}, type: {_type(field)}}}"


def _type(field: Any) -> str:  # noqa: ANN401 - no types
    """Return marshmallow's word for the type of a field, such as `Integer`, `List of String`."""
    name = type(field).__name__
    return f"{name} of {type(field.inner).__name__}" if name == "List" else name
