"""Which compute environment of a queue takes a job, and why none ever will."""

from collections.abc import Mapping, Sequence
from typing import Any

from localaws.batch.job import Submission

Environment = Mapping[str, Any]

# docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html
TOO_LARGE = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"
UNFIT = "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"
REASONS = ("CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY", TOO_LARGE, UNFIT)
_EXPLAINED = {
    TOO_LARGE: "Job requires more vCPUs than the maxvCpus of the compute environments of its"
    " job queue.",
    UNFIT: "No instance type of the compute environments of its job queue has a GPU.",
}
# Families of EC2 with GPUs begin so.
_WITH_GPU = ("g", "p")


def fitting(submission: Submission, environments: Sequence[Environment]) -> list[Environment]:
    """Return the environments that can hold a job when they are empty."""
    return [e for e in environments if not _misfit(submission, e)]


def misfit(submission: Submission, environments: Sequence[Environment]) -> str:
    """Return why no environment can ever hold a job, as Batch says it; empty if one can."""
    if not environments or fitting(submission, environments):
        return ""
    codes = {_misfit(submission, environment) for environment in environments}
    code = TOO_LARGE if TOO_LARGE in codes else UNFIT
    return f"{code} - {_EXPLAINED[code]}"


def room(submission: Submission, environment: Environment, used: float) -> bool:
    """Return whether an environment that can hold a job has room for it now."""
    return used + submission.requirement("VCPU") <= max_vcpus(environment)


def max_vcpus(environment: Environment) -> float:
    """Return how many vCPUs an environment may have; an unmanaged one has what it says."""
    resources = environment.get("computeResources") or {}
    most = resources.get("maxvCpus") or environment.get("unmanagedvCpus") or 0
    return float(most)


def _misfit(submission: Submission, environment: Environment) -> str:
    """Return the code of what an environment lacks for a job."""
    if submission.requirement("VCPU") > max_vcpus(environment):
        return TOO_LARGE
    types = (environment.get("computeResources") or {}).get("instanceTypes", [])
    if submission.requirement("GPU") and types and not any(t.startswith(_WITH_GPU) for t in types):
        return UNFIT
    return ""
