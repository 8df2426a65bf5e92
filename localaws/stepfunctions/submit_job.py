"""`arn:aws:states:::batch:submitJob`, which ministack lacks, and its `.sync` pattern."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import json
import logging
from typing import Any

from botocore.exceptions import ClientError
from ministack.core.responses import get_account_id, get_region
from ministack.services import stepfunctions

from localaws.compatibility import require_new
from localaws.stepfunctions import pascal_case, refusal, role
from localaws.stepfunctions.job_poller import JobPoller
from localaws.stepfunctions.running import (
    LOOK_SECONDS,
    Execution,
    Stopped,
    current,
    is_running,
    require_running,
)

logger = logging.getLogger("localaws.stepfunctions.submit_job")

RESOURCE = "arn:aws:states:::batch:submitJob"
ABORTED = "Execution aborted"
# By this rule of Step Functions, EventBridge tells it on AWS about jobs that end.
RULE = "StepFunctionsGetEventsForBatchJobsRule"
RULE_ACTIONS = ("events:PutTargets", "events:PutRule", "events:DescribeRule")
_OVERRIDES_WITHOUT_CONTAINER = ("NodeOverrides", "EcsPropertiesOverride", "EksPropertiesOverride")

poller = JobPoller(LOOK_SECONDS)


def install() -> None:
    """Extend ministack's service integrations.

    * `batch:submitJob` submits through the gateway as the execution role.
    * With `.sync` the state waits for the job, whose description is its result; a job that failed
      fails the state with States.TaskFailed, and its description as the cause.
    * When the execution is stopped, the job is terminated.

    docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html

    Raises:
        LocalAwsError: ministack has learnt the integration.
    """
    require_new([RESOURCE], stepfunctions._SERVICE_DISPATCH.keys())
    stepfunctions._SERVICE_DISPATCH[RESOURCE] = submit


def submit(resource: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Submit a job and return what the state results in."""
    execution = current()
    if execution is None:
        raise stepfunctions._ExecutionError("States.Runtime", f"{resource} needs an execution")
    require_running(execution)
    waiting = resource.endswith(".sync")
    if waiting:
        rule = f"arn:aws:events:{get_region()}:{get_account_id()}:rule/{RULE}"
        for action in RULE_ACTIONS:
            role.require(execution, action, rule)
    batch = role.client(execution, "batch")
    submitted = refusal.call(batch, "submit_job", _marked(arguments))
    if not waiting:
        return submitted
    return _result(batch, submitted["JobId"], execution)


def _marked(arguments: dict[str, Any]) -> dict[str, Any]:
    """Return arguments with the variable that Step Functions adds to each container."""
    if any(name in arguments for name in _OVERRIDES_WITHOUT_CONTAINER):
        return arguments
    container = arguments.get("ContainerOverrides") or {}
    mark = {"Name": "MANAGED_BY_AWS", "Value": "STARTED_BY_STEP_FUNCTIONS"}
    environment = [*(container.get("Environment") or []), mark]
    return {**arguments, "ContainerOverrides": {**container, "Environment": environment}}


def _result(batch: Any, job_id: str, execution: Execution) -> dict[str, Any]:  # noqa: ANN401
    """Wait for a job and return its description."""
    try:
        job = poller.wait(batch, job_id, lambda: is_running(execution))
    except ClientError as error:
        raise refusal.refused(batch, "describe_jobs", error) from error
    except LookupError as error:
        raise stepfunctions._ExecutionError("Batch.ClientException", str(error)) from error
    if job is None:
        _terminate(batch, job_id)
        raise Stopped
    shape = batch.meta.service_model.shape_for("JobDetail")
    result: dict[str, Any] = pascal_case.from_api(shape, job)
    if job["status"] == "FAILED":
        raise stepfunctions._ExecutionError("States.TaskFailed", json.dumps(result))
    return result


def _terminate(batch: Any, job_id: str) -> None:  # noqa: ANN401
    """Terminate a job that nobody waits for any more, if the role may: AWS promises no more."""
    try:
        batch.terminate_job(jobId=job_id, reason=ABORTED)
    except ClientError as error:
        logger.warning("Job %s of a stopped execution runs on: %s", job_id, error)
