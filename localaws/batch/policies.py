"""Operations on scheduling policies."""

from typing import Any

from localaws.batch.arns import require_name
from localaws.batch.checks import check_identifier
from localaws.batch.refusal import RefusalError
from localaws.batch.store import POLICY, QUEUE, Record, Store

Parameters = dict[str, Any]


def create(store: Store, parameters: Parameters) -> Record:
    """Create a policy.

    Raises:
        RefusalError: The name is taken or not allowed, or a share identifier is not.
    """
    name = require_name(parameters["name"], "name")
    if name in store.of(POLICY):
        raise RefusalError("Object already exists")
    _check(parameters)
    record = {"tags": {}, **parameters, "arn": store.arn(POLICY, name)}
    store.of(POLICY)[name] = record
    return {"name": name, "arn": record["arn"]}


def update(store: Store, parameters: Parameters) -> Record:
    """Change a policy."""
    _check(parameters)
    _need(store, parameters.pop("arn")).update(parameters)
    return {}


def delete(store: Store, parameters: Parameters) -> Record:
    """Delete a policy.

    Raises:
        RefusalError: A queue has it.
    """
    record = _need(store, parameters["arn"])
    if record["arn"] in [queue.get("schedulingPolicyArn") for queue in store.of(QUEUE).values()]:
        raise RefusalError("Cannot delete, found existing JobQueue relationship")
    del store.of(POLICY)[record["name"]]
    return {}


def describe(store: Store, parameters: Parameters) -> Record:
    """Return the policies that are named and exist."""
    found = [store.find(POLICY, arn) for arn in parameters["arns"]]
    return {"schedulingPolicies": [record for record in found if record]}


def listed(store: Store, _parameters: Parameters) -> Record:
    """Return the ARNs of all policies."""
    return {"schedulingPolicies": [{"arn": r["arn"]} for r in store.of(POLICY).values()]}


def _need(store: Store, arn: str) -> Record:
    """Return a policy that exists."""
    return store.need(POLICY, arn, f"SchedulingPolicy {arn} does not exist.")


def _check(parameters: Parameters) -> None:
    """Check the shares of a policy."""
    shares = parameters.get("fairsharePolicy", {}).get("shareDistribution", [])
    for share in shares:
        check_identifier(share["shareIdentifier"])
