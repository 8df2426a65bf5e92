"""SubmitJob: a request and its job definition become a job."""

import re
import uuid
from typing import Any

from ministack.core.responses import get_account_id, get_region

from localaws.batch import definitions, exits
from localaws.batch.checks import check_container, check_identifier, check_timeout
from localaws.batch.job import Submission
from localaws.batch.refusal import RefusalError
from localaws.batch.store import QUEUE, Record, Store

Parameters = dict[str, Any]

# docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")
_SMALLEST_ARRAY, _LARGEST_ARRAY = 2, 10_000
_MOST_DEPENDENCIES = 20
_MOST_PRIORITY = 9_999
_ELSEWHERE = ("nodeOverrides", "eksPropertiesOverride", "ecsPropertiesOverride")


def prepare(store: Store, parameters: Parameters, now: int) -> Submission:
    """Return the submission that a request describes.

    Args:
        store: Queues and definitions.
        parameters: The request.
        now: When it came.

    Raises:
        RefusalError: Batch would not take it.
    """
    _check(parameters)
    name = parameters["jobQueue"]
    queue = store.need(QUEUE, name, f"JobQueue {name} not found.")
    if queue["state"] != "ENABLED":
        raise RefusalError(f"JobQueue {queue['jobQueueName']} is not enabled.")
    _check_share(queue, parameters)
    definition = definitions.find(store, parameters["jobDefinition"])
    container = overridden(
        definition["containerProperties"], parameters.get("containerOverrides", {})
    )
    check_container(container)
    timeout = parameters.get("timeout") or definition.get("timeout") or {}
    priority = parameters.get("schedulingPriorityOverride", definition.get("schedulingPriority"))
    propagate = bool(parameters.get("propagateTags", definition.get("propagateTags")))
    return Submission(
        job_id=str(uuid.uuid4()),
        name=parameters["jobName"],
        account=get_account_id(),
        region=get_region(),
        queue=queue["jobQueueArn"],
        definition=definition["jobDefinitionArn"],
        created_at=now,
        container=container,
        parameters={**definition["parameters"], **parameters.get("parameters", {})},
        depends_on=parameters.get("dependsOn", []),
        retry=parameters.get("retryStrategy") or definition.get("retryStrategy") or {"attempts": 1},
        timeout=timeout.get("attemptDurationSeconds"),
        share=parameters.get("shareIdentifier"),
        priority=priority,
        tags=parameters.get("tags", {}),
        propagate_tags=propagate,
        platforms=definition.get("platformCapabilities", []),
        size=parameters.get("arrayProperties", {}).get("size"),
    )


def overridden(container: Parameters, overrides: Parameters) -> Parameters:
    """Return a definition's container with what a submission sets instead.

    `vcpus` and `memory` of the overrides are left alone where the definition has
    resourceRequirements, as Batch does.
    """
    merged = {**container}
    if overrides.get("command"):
        merged["command"] = overrides["command"]
    for key, name in (("environment", "name"), ("resourceRequirements", "type")):
        both = [*container.get(key, []), *overrides.get(key, [])]
        merged[key] = list({item[name]: item for item in both}.values())
    if not merged["resourceRequirements"]:
        merged |= {k: overrides[k] for k in ("vcpus", "memory") if k in overrides}
    return merged


def _check(parameters: Parameters) -> None:
    """Check what needs neither queue nor definition."""
    name = parameters["jobName"]
    if not _NAME.fullmatch(name):
        raise RefusalError(
            f"Job name {name!r} is not valid: it can be up to 128 letters, numbers, hyphens and"
            " underscores, and must begin with a letter or number."
        )
    size = parameters.get("arrayProperties", {}).get("size")
    if size is not None and not _SMALLEST_ARRAY <= size <= _LARGEST_ARRAY:
        raise RefusalError(
            f"Array size must be between {_SMALLEST_ARRAY} and {_LARGEST_ARRAY}, got {size}."
        )
    if len(parameters.get("dependsOn", [])) > _MOST_DEPENDENCIES:
        raise RefusalError(f"A job can depend on at most {_MOST_DEPENDENCIES} jobs.")
    for key in _ELSEWHERE:
        if parameters.get(key):
            raise RefusalError(f"{key}: the embedded AWS Batch runs single containers only.")
    exits.check(parameters.get("retryStrategy", {}))
    check_timeout(parameters.get("timeout", {}))
    if not 0 <= parameters.get("schedulingPriorityOverride", 0) <= _MOST_PRIORITY:
        raise RefusalError(f"schedulingPriorityOverride must be between 0 and {_MOST_PRIORITY}.")


def _check_share(queue: Record, parameters: Parameters) -> None:
    """Check that a share is named where the queue has fair shares, and only there."""
    identifier, policy = parameters.get("shareIdentifier"), queue.get("schedulingPolicyArn")
    if policy and not identifier:
        raise RefusalError(
            f"JobQueue {queue['jobQueueName']} has a scheduling policy: a shareIdentifier must be"
            " specified."
        )
    if identifier and not policy:
        raise RefusalError(
            f"JobQueue {queue['jobQueueName']} has no scheduling policy: a shareIdentifier can't"
            " be specified."
        )
    if identifier:
        check_identifier(identifier)
