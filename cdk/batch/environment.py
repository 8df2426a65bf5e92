"""A compute environment: the machines of one kind that Batch starts and stops for jobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from aws_cdk import Duration, aws_batch as batch, aws_ec2 as ec2, aws_iam as iam
from constructs import Construct

_STRATEGIES = {
    True: batch.AllocationStrategy.SPOT_PRICE_CAPACITY_OPTIMIZED,
    False: batch.AllocationStrategy.BEST_FIT_PROGRESSIVE,
}
_IMAGES = {
    True: batch.EcsMachineImageType.ECS_AL2023_NVIDIA,
    False: batch.EcsMachineImageType.ECS_AL2023,
}
# A changed setting waits for jobs that run, for six hours at most, which is all that Batch allows.
_UPDATES: dict[str, Any] = {
    "update_to_latest_image_version": True,
    "terminate_on_update": False,
    "update_timeout": Duration.hours(6),
}


@dataclass(frozen=True)
class MachineSetup:
    """What all machines of the lab's jobs have in common.

    Attributes:
        launch_template: how a machine is set up.
        role: what it may do.
        vpc: its network.
        subnets: where it may be started, one subnet in each zone.
        security_groups: what it may reach.
    """

    launch_template: ec2.LaunchTemplate
    role: iam.IRole
    vpc: ec2.IVpc
    subnets: ec2.SubnetSelection
    security_groups: Sequence[ec2.ISecurityGroup]


class JobMachines(Construct):
    """Machines of several families in all zones of the lab; none while there are no jobs.

    On spot, Batch takes what is both cheap and unlikely to be taken away. Batch works through its
    service-linked role, so that changed settings are rolled out to running environments:
    docs.aws.amazon.com/batch/latest/userguide/updating-compute-environments.html

    Attributes:
        environment: for job queues.
    """

    environment: batch.ManagedEc2EcsComputeEnvironment

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        spot: bool,
        gpu: bool,
        instance_families: Sequence[str],
        max_vcpus: int,
        setup: MachineSetup,
    ) -> None:
        """Build the environment.

        Args:
            scope: where the queues are.
            construct_id: part of every logical id below.
            spot: whether machines are bought on spot.
            gpu: whether they need drivers for GPUs.
            instance_families: such as `m6i`; Batch chooses the sizes.
            max_vcpus: how many vCPUs may run at once.
            setup: what all machines have in common.
        """
        super().__init__(scope, construct_id)
        self.environment = batch.ManagedEc2EcsComputeEnvironment(
            self,
            "Environment",
            spot=spot,
            allocation_strategy=_STRATEGIES[spot],
            instance_classes=[ec2.InstanceClass[family.upper()] for family in instance_families],
            # CDK would add Batch's own choice of types.
            use_optimal_instance_classes=False,
            minv_cpus=0,
            maxv_cpus=max_vcpus,
            images=[batch.EcsMachineImage(image_type=_IMAGES[gpu])],
            **_UPDATES,
            launch_template=setup.launch_template,
            instance_role=setup.role,
            vpc=setup.vpc,
            vpc_subnets=setup.subnets,
            security_groups=list(setup.security_groups),
        )
        # CDK names no version, so that Batch would keep to the first one for ever.
        plain = cast("batch.CfnComputeEnvironment", self.environment.node.default_child)
        # Batch cannot change tags of an environment, so that another owner would replace it under
        # running jobs. Those of its machines, which are paid for, are in its resources.
        plain.add_property_deletion_override("Tags")
        plain.add_property_override(
            "ComputeResources.LaunchTemplate.Version",
            setup.launch_template.latest_version_number,
        )
