"""The stack of the job queues, and what others may know about them."""

from collections.abc import Sequence

from aws_cdk import aws_ec2 as ec2, aws_kms as kms
from constructs import Construct

from cdk.batch.blocked_queue_alerts import BlockedQueueAlerts
from cdk.batch.config import BatchConfig
from cdk.batch.construct import JobQueues
from cdk.config.lab import LabConfig
from cdk.facts import Facts
from cdk.naming import stack_name
from cdk.network.construct import Network
from cdk.published_facts import PublishedFacts
from stacks.lab_stack import LabStack


class BatchStack(LabStack):
    """Queues and machines. Nothing in it holds data; jobs that run are what a deletion costs."""

    def __init__(
        self,
        scope: Construct,
        config: LabConfig,
        *,
        batch: BatchConfig,
        own_network: Network | None,
        client_security_groups: Sequence[ec2.ISecurityGroup],
        key: kms.IKey,
    ) -> None:
        """Build the stack.

        Args:
            scope: the app.
            config: the lab.
            batch: the settings of its queues.
            own_network: the lab's own; `None` if there is one already, which is found here.
            client_security_groups: what machines become members of, to mount the file system.
            key: encrypts what is told about queues.
        """
        super().__init__(
            scope,
            config,
            stack_name=stack_name(config.name, config.env, "batch"),
            description="Job queues",
        )
        name = f"{config.name}-{config.env}"
        network = own_network or Network(self, "Network", name=name, config=config.network)
        queues = JobQueues(
            self,
            "Batch",
            name=f"{name}-batch",
            config=batch,
            vpc=network.vpc,
            subnets=network.private_subnets,
            client_security_groups=client_security_groups,
        )
        told = [queues.spot, queues.on_demand, queues.gpu, queues.gpu_on_demand]
        BlockedQueueAlerts(
            self,
            "BlockedQueues",
            queues=[queue for queue in told if queue is not None],
            email=config.owner,
            key=key,
        )
        facts = _facts(queues)
        PublishedFacts(self, "Facts", lab=config.name, env=config.env, facts=facts)


def _facts(queues: JobQueues) -> Facts:
    gpu, gpu_on_demand = queues.gpu, queues.gpu_on_demand
    return Facts(
        batch_queue_arn=queues.spot.job_queue_arn,
        batch_on_demand_queue_arn=queues.on_demand.job_queue_arn,
        batch_gpu_queue_arn=gpu.job_queue_arn if gpu else None,
        batch_gpu_on_demand_queue_arn=gpu_on_demand.job_queue_arn if gpu_on_demand else None,
    )
