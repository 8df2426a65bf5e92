"""The whole environment of a job, built from an allow-list: nothing of the emulator's own."""

import os
import re
from collections.abc import Mapping

from localaws.batch import arns
from localaws.batch.job import Attempt, Job
from localaws.installation import job_search_path

_PLACEHOLDER = re.compile(r"Ref::(\w+)")
# What a container has of its own, and a process has from this machine.
_KEPT = ("LANG", "LC_ALL", "TZ")
_NOWHERE = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "NO_PROXY": "*",
    "no_proxy": "*",
    "PYTHONUNBUFFERED": "1",
}


def environment(
    job: Job, attempt: Attempt, emulator: Mapping[str, str], credentials: Mapping[str, str]
) -> dict[str, str]:
    """Return the environment of an attempt.

    Args:
        job: The job.
        attempt: The attempt, which is the last of the job.
        emulator: The emulator's environment, for its address and certificate.
        credentials: Those of the job's role; empty when it has none.
    """
    s = job.submission
    certificate = emulator["LOCALAWS_CERTIFICATE"]
    gateway = {
        "AWS_ENDPOINT_URL": emulator["LOCALAWS_ENDPOINT"],
        "AWS_CA_BUNDLE": certificate,
        "SSL_CERT_FILE": certificate,
        "NODE_EXTRA_CA_CERTS": certificate,
    }
    # No region: on EC2, ECS sets none, so that definitions have to (aws/containers-roadmap#1611).
    # Batch sets these last: docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html
    batch = {
        "AWS_BATCH_JOB_ID": job.job_id,
        "AWS_BATCH_JOB_ATTEMPT": str(len(job.attempts or [])),
        "AWS_BATCH_JQ_NAME": arns.name_of(s.queue),
        "AWS_BATCH_CE_NAME": arns.name_of(attempt.environment),
    }
    if job.index is not None:
        batch["AWS_BATCH_JOB_ARRAY_INDEX"] = str(job.index)
        batch["AWS_BATCH_JOB_ARRAY_SIZE"] = str(s.size)
    own = {item["name"]: item.get("value", "") for item in s.container.get("environment", [])}
    kept = {name: emulator[name] for name in _KEPT if name in emulator}
    path = {"PATH": job_search_path()}
    return {**kept, **path, **_NOWHERE, **gateway, **credentials, **own, **batch}


def command(job: Job) -> list[str]:
    """Return the command, with the job's parameters in place of `Ref::name`."""
    parameters = job.submission.parameters

    def substitute(argument: str) -> str:
        found = _PLACEHOLDER.fullmatch(argument)
        return parameters.get(found[1], argument) if found else argument

    return [substitute(argument) for argument in job.submission.container.get("command", [])]
