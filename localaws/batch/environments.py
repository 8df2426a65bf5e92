"""Operations on compute environments."""

from typing import Any

from localaws.batch.arns import require_name
from localaws.batch.refusal import RefusalError
from localaws.batch.store import ENVIRONMENT, QUEUE, Record, Store

Parameters = dict[str, Any]


def create(store: Store, parameters: Parameters) -> Record:
    """Create an environment, which is valid at once.

    Raises:
        RefusalError: The name is taken or not allowed, or a managed environment has no resources.
    """
    name = require_name(parameters["computeEnvironmentName"], "computeEnvironmentName")
    if name in store.of(ENVIRONMENT):
        raise RefusalError("Object already exists")
    if parameters["type"] == "MANAGED" and not parameters.get("computeResources"):
        raise RefusalError("computeResources must be specified for a MANAGED compute environment.")
    if parameters.get("eksConfiguration"):
        raise RefusalError("The embedded AWS Batch has no compute environments on EKS.")
    _check(parameters.get("computeResources", {}))
    arn = store.arn(ENVIRONMENT, name)
    record = {
        "state": "ENABLED",
        "tags": {},
        **parameters,
        "computeEnvironmentArn": arn,
        "ecsClusterArn": f"{arn.replace(':batch:', ':ecs:', 1).rpartition(':')[0]}:cluster/{name}",
        "containerOrchestrationType": "ECS",
        "status": "VALID",
        "statusReason": "ComputeEnvironment Healthy",
    }
    store.of(ENVIRONMENT)[name] = record
    return _answer(record)


def update(store: Store, parameters: Parameters) -> Record:
    """Change an environment; resources that are not named stay as they are."""
    record = _need(store, parameters.pop("computeEnvironment"))
    resources = parameters.pop("computeResources", {})
    _check(resources)
    record.update(parameters)
    if resources:
        record["computeResources"] = {**record.get("computeResources", {}), **resources}
    return _answer(record)


def delete(store: Store, parameters: Parameters) -> Record:
    """Delete an environment.

    Raises:
        RefusalError: It is enabled, or a queue has it.
    """
    record = _need(store, parameters["computeEnvironment"])
    if record["state"] != "DISABLED":
        raise RefusalError("Cannot delete, found state: ENABLED")
    for queue in store.of(QUEUE).values():
        order = queue["computeEnvironmentOrder"]
        if record["computeEnvironmentArn"] in [item["computeEnvironment"] for item in order]:
            raise RefusalError("Cannot delete, found existing JobQueue relationship")
    del store.of(ENVIRONMENT)[record["computeEnvironmentName"]]
    return {}


def describe(store: Store, parameters: Parameters) -> Record:
    """Return environments, all or those that are named."""
    found = store.pick(ENVIRONMENT, parameters.get("computeEnvironments", []))
    return {"computeEnvironments": found}


def _need(store: Store, reference: str) -> Record:
    """Return an environment that exists."""
    return store.need(ENVIRONMENT, reference, f"{reference} does not exist")


def _check(resources: Parameters) -> None:
    """Check how many vCPUs an environment may have."""
    least, most = resources.get("minvCpus", 0), resources.get("maxvCpus")
    if most is not None and least > most:
        raise RefusalError("minvCpus must be less than or equal to maxvCpus.")


def _answer(record: Record) -> Record:
    """Return what creating and changing answer."""
    return {key: record[key] for key in ("computeEnvironmentName", "computeEnvironmentArn")}
