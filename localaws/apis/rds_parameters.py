"""What an RDS instance's parameter group means for the server that stands behind it."""

from typing import Any

from ministack.services import rds

from localaws.postgres.programs import has_library

FORCE_TLS = "rds.force_ssl"
PRELOADED = "shared_preload_libraries"
# AWS made it the default with this version:
# docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
_FORCES_TLS_SINCE = 15

Instance = dict[str, Any]


def major(instance: Instance) -> int:
    """Return the major version that an instance was asked to have."""
    return int(str(instance["EngineVersion"]).split(".", maxsplit=1)[0])


def requires_tls(instance: Instance) -> bool:
    """Return whether connections without TLS are refused."""
    default = "1" if major(instance) >= _FORCES_TLS_SINCE else "0"
    return _values(instance).get(FORCE_TLS, default) == "1"


def for_postgres(instance: Instance, installed: int) -> dict[str, str]:
    """Return the parameters that PostgreSQL itself knows.

    Those of RDS (`rds.*`) are not among them, nor formulas over the instance's memory, nor
    libraries that this build of PostgreSQL lacks.

    Args:
        instance: The instance as ministack keeps it.
        installed: Major version that runs.
    """
    found = {}
    for name, value in _values(instance).items():
        if name == PRELOADED:
            libraries = [part.strip() for part in value.split(",") if part.strip()]
            found[name] = ",".join(part for part in libraries if has_library(part, installed))
        elif not name.startswith("rds.") and "{" not in value:
            found[name] = value
    return found


def of_group(name: str) -> list[Instance]:
    """Return the instances of PostgreSQL that have a parameter group."""
    return [
        instance
        for instance in rds._instances.values()  # noqa: SLF001 - there is no public way
        if instance["Engine"] == "postgres" and _group(instance) == name
    ]


def _group(instance: Instance) -> str:
    """Return the name of an instance's parameter group."""
    return str(instance["DBParameterGroups"][0]["DBParameterGroupName"])


def _values(instance: Instance) -> dict[str, str]:
    """Return what an instance's parameter group sets."""
    group = rds._param_groups.get(_group(instance)) or {}  # noqa: SLF001 - there is no public way
    parameters = group.get("Parameters", {})
    return {name: str(entry["ParameterValue"]) for name, entry in parameters.items()}
