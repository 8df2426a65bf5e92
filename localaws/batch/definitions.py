"""Operations on job definitions."""

from typing import Any

from localaws.batch import arns, exits
from localaws.batch.checks import check_container, check_timeout
from localaws.batch.refusal import RefusalError
from localaws.batch.store import DEFINITION, Record, Store

Parameters = dict[str, Any]

_UNKNOWN = "JobDefinition {} not found."


def register(store: Store, parameters: Parameters) -> Record:
    """Register a definition, or another revision of it.

    Raises:
        RefusalError: It is no definition of a container, or one that Batch would not run.
    """
    name = arns.require_name(parameters["jobDefinitionName"], "jobDefinitionName")
    container = parameters.get("containerProperties")
    if parameters["type"] != "container" or container is None:
        raise RefusalError(
            "The embedded AWS Batch runs definitions of type container with containerProperties,"
            " not multi-node jobs, ecsProperties or eksProperties."
        )
    check_container(container)
    exits.check(parameters.get("retryStrategy", {}))
    check_timeout(parameters.get("timeout", {}))
    revisions = store.of(DEFINITION).setdefault(name, [])
    # A number is never given twice, even after the last revision is gone.
    revision = max((r["revision"] for r in revisions), default=0) + 1
    record = {
        "tags": {},
        "parameters": {},
        **parameters,
        "jobDefinitionArn": store.arn(DEFINITION, f"{name}:{revision}"),
        "revision": revision,
        "status": "ACTIVE",
        "containerOrchestrationType": "ECS",
    }
    revisions.append(record)
    return {key: record[key] for key in ("jobDefinitionName", "jobDefinitionArn", "revision")}


def deregister(store: Store, parameters: Parameters) -> Record:
    """Make a revision unusable; jobs that have it go on."""
    find(store, parameters["jobDefinition"])["status"] = "INACTIVE"
    return {}


def describe(store: Store, parameters: Parameters) -> Record:
    """Return revisions by name, status or ARN."""
    found = [revision for revisions in store.of(DEFINITION).values() for revision in revisions]
    wanted = set(parameters.get("jobDefinitions", []))
    for key in ("jobDefinitionName", "status"):
        if value := parameters.get(key):
            found = [record for record in found if record[key] == value]
    if wanted:
        found = [r for r in found if {r["jobDefinitionArn"], _short(r)} & wanted]
    return {"jobDefinitions": found}


def find(store: Store, reference: str) -> Record:
    """Return an active revision by ARN, by `name:revision`, or the latest of a name.

    Raises:
        RefusalError: There is none.
    """
    name, _, revision = arns.name_of(reference).partition(":")
    revisions = store.of(DEFINITION).get(name, [])
    for record in reversed(revisions):
        fits = not revision or str(record["revision"]) == revision
        known = not reference.startswith("arn:") or record["jobDefinitionArn"].startswith(reference)
        if fits and known and record["status"] == "ACTIVE":
            active: Record = record
            return active
    raise RefusalError(_UNKNOWN.format(reference))


def _short(record: Record) -> str:
    """Return the name of a revision."""
    return f"{record['jobDefinitionName']}:{record['revision']}"
