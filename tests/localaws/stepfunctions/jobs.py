"""A queue and a job definition whose command is shell text of the job's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from localaws.instance import LocalAws

RESOURCES = {
    "type": "EC2",
    "minvCpus": 0,
    "maxvCpus": 8,
    "instanceTypes": ["m5.large"],
    "subnets": ["subnet-1"],
    "securityGroupIds": ["sg-1"],
    "instanceRole": "arn:aws:iam::111122223333:instance-profile/batch",
}


@contextmanager
def queue(aws: LocalAws, name: str) -> Iterator[Any]:
    """Make a queue and a definition, both of a name, and yield the client; take them away."""
    batch = aws.client("batch")
    environment = batch.create_compute_environment(
        computeEnvironmentName=name, type="MANAGED", computeResources=RESOURCES
    )["computeEnvironmentArn"]
    order = [{"order": 1, "computeEnvironment": environment}]
    batch.create_job_queue(jobQueueName=name, priority=1, computeEnvironmentOrder=order)
    needs = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "64"}]
    container = {"image": "public/any", "resourceRequirements": needs, "command": ["true"]}
    definition = batch.register_job_definition(
        jobDefinitionName=name, type="container", containerProperties=container
    )["jobDefinitionArn"]
    yield batch
    batch.deregister_job_definition(jobDefinition=definition)
    batch.update_job_queue(jobQueue=name, state="DISABLED")
    batch.delete_job_queue(jobQueue=name)
    batch.update_compute_environment(computeEnvironment=name, state="DISABLED")
    batch.delete_compute_environment(computeEnvironment=name)


def job(name: str, command: str = "", **arguments: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the arguments of a task that submits a job to such a queue."""
    override = {"Command": ["sh", "-c", command]} if command else {}
    return {
        "JobName": name,
        "JobQueue": name,
        "JobDefinition": name,
        "ContainerOverrides": override,
        **arguments,
    }
