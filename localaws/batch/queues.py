"""Operations on job queues."""

from typing import Any

from localaws.batch.arns import require_name
from localaws.batch.placement import REASONS
from localaws.batch.refusal import RefusalError
from localaws.batch.store import ENVIRONMENT, POLICY, QUEUE, Record, Store

Parameters = dict[str, Any]

_FARGATE = ("FARGATE", "FARGATE_SPOT")
# docs.aws.amazon.com/batch/latest/APIReference/API_JobStateTimeLimitAction.html
_LEAST_SECONDS, _MOST_SECONDS = 600, 86_400
_MOST_ENVIRONMENTS = 3


def create(store: Store, parameters: Parameters) -> Record:
    """Create a queue, which is valid at once.

    Raises:
        RefusalError: The name is taken or not allowed, or what it refers to does not exist.
    """
    name = require_name(parameters["jobQueueName"], "jobQueueName")
    if name in store.of(QUEUE):
        raise RefusalError("Object already exists")
    if not parameters.get("computeEnvironmentOrder"):
        raise RefusalError("At least one compute environment must be specified.")
    record = {
        "state": "ENABLED",
        "tags": {},
        **_checked(store, parameters),
        "jobQueueArn": store.arn(QUEUE, name),
        "status": "VALID",
        "statusReason": "JobQueue Healthy",
    }
    store.of(QUEUE)[name] = record
    return _answer(record)


def update(store: Store, parameters: Parameters) -> Record:
    """Change a queue.

    Raises:
        RefusalError: It has no policy and would get one, which Batch does not allow.
    """
    record = _need(store, parameters.pop("jobQueue"))
    if parameters.get("schedulingPolicyArn") and not record.get("schedulingPolicyArn"):
        raise RefusalError("A scheduling policy can't be added to a job queue that has none.")
    record.update(_checked(store, parameters))
    return _answer(record)


def delete(store: Store, parameters: Parameters) -> Record:
    """Delete a queue.

    Raises:
        RefusalError: It is enabled.
    """
    record = _need(store, parameters["jobQueue"])
    if record["state"] != "DISABLED":
        raise RefusalError("Cannot delete, found state: ENABLED")
    del store.of(QUEUE)[record["jobQueueName"]]
    return {}


def describe(store: Store, parameters: Parameters) -> Record:
    """Return queues, all or those that are named."""
    return {"jobQueues": store.pick(QUEUE, parameters.get("jobQueues", []))}


def _need(store: Store, reference: str) -> Record:
    """Return a queue that exists."""
    return store.need(QUEUE, reference, f"JobQueue {reference} not found.")


def _checked(store: Store, parameters: Parameters) -> Parameters:
    """Return parameters with the ARNs of environments in place of their names."""
    policy = parameters.get("schedulingPolicyArn")
    if policy:
        store.need(POLICY, policy, f"SchedulingPolicy {policy} does not exist.")
    for action in parameters.get("jobStateTimeLimitActions", []):
        if action["reason"] not in REASONS:
            raise RefusalError(f"Time limit reason {action['reason']!r} is not in {REASONS}.")
        if not _LEAST_SECONDS <= action["maxTimeSeconds"] <= _MOST_SECONDS:
            raise RefusalError(
                f"maxTimeSeconds must be between {_LEAST_SECONDS} and {_MOST_SECONDS}."
            )
    if "computeEnvironmentOrder" in parameters:
        order = _order(store, parameters["computeEnvironmentOrder"])
        return {**parameters, "computeEnvironmentOrder": order}
    return parameters


def _order(store: Store, order: list[Parameters]) -> list[Parameters]:
    """Return the order of environments that exist and go together."""
    if len(order) > _MOST_ENVIRONMENTS:
        raise RefusalError(f"A job queue has at most {_MOST_ENVIRONMENTS} compute environments.")
    found = []
    for item in order:
        name = item["computeEnvironment"]
        record = store.need(ENVIRONMENT, name, f"{name} does not exist")
        found.append((item["order"], record))
    kinds = {r.get("computeResources", {}).get("type") in _FARGATE for _, r in found}
    if len(kinds) > 1:
        raise RefusalError("EC2 and Fargate compute environments can't be mixed in a job queue.")
    return [{"order": n, "computeEnvironment": r["computeEnvironmentArn"]} for n, r in found]


def _answer(record: Record) -> Record:
    """Return what creating and changing answer."""
    return {key: record[key] for key in ("jobQueueName", "jobQueueArn")}
