"""The lab's job queues and the machines behind them."""

from collections.abc import Sequence

from aws_cdk import Duration, aws_batch as batch, aws_ec2 as ec2
from constructs import Construct

from cdk.batch.config import BatchConfig, BatchGpuConfig
from cdk.batch.environment import JobMachines, MachineSetup
from cdk.batch.launch_template import JobLaunchTemplate
from cdk.batch.machine_role import MachineRole
from cdk.batch.queue import FairQueue


class JobQueues(Construct):
    """A queue on spot with on-demand behind it, one on demand alone, one with GPUs if wanted.

    Attributes:
        spot: for everything; cheap, and a job may lose its machine.
        on_demand: for jobs that lost their machine too often.
        gpu: for jobs that ask for GPUs; `None` if the lab has none.
        gpu_on_demand: for those of them that lost their machine too often.
    """

    spot: batch.JobQueue
    on_demand: batch.JobQueue
    gpu: batch.JobQueue | None
    gpu_on_demand: batch.JobQueue | None

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        config: BatchConfig,
        vpc: ec2.IVpc,
        subnets: ec2.SubnetSelection,
        client_security_groups: Sequence[ec2.ISecurityGroup],
    ) -> None:
        """Build the queues.

        Args:
            scope: the stack.
            construct_id: part of every logical id below.
            name: what machines are called in the console, such as `demo-dev-batch`.
            config: the settings.
            vpc: the network.
            subnets: where machines are started.
            client_security_groups: what machines become members of, to mount the file system.
        """
        super().__init__(scope, construct_id)
        self._config = config
        self._setup = MachineSetup(
            role=MachineRole(self, "MachineRole").role,
            launch_template=JobLaunchTemplate(
                self, "LaunchTemplate", name=name, config=config.scratch
            ).template,
            vpc=vpc,
            subnets=subnets,
            security_groups=[self._security_group(vpc), *client_security_groups],
        )
        # It names no project: all weigh the same, and a new one changes nothing here.
        # docs.aws.amazon.com/batch/latest/userguide/fair-share-scheduling-policies.html
        self._policy = batch.FairshareSchedulingPolicy(
            self, "Shares", share_decay=Duration.hours(config.share_decay_hours)
        )
        families = config.instance_families
        spot = self._machines("SpotMachines", families, config.max_vcpus, spot=True)
        on_demand = self._machines("OnDemandMachines", families, config.on_demand_max_vcpus)
        self.spot = self._queue("Spot", spot, on_demand)
        self.on_demand = self._queue("OnDemand", on_demand)
        self.gpu, self.gpu_on_demand = None, None
        if config.gpu is not None:
            self._gpu_queues(config.gpu)

    def _gpu_queues(self, gpu: BatchGpuConfig) -> None:
        families = gpu.instance_families
        spot = self._machines("GpuSpotMachines", families, gpu.max_vcpus, spot=True, gpu=True)
        on_demand = self._machines(
            "GpuOnDemandMachines", families, gpu.on_demand_max_vcpus, gpu=True
        )
        self.gpu = self._queue("Gpu", spot, on_demand)
        self.gpu_on_demand = self._queue("GpuOnDemand", on_demand)

    def _machines(
        self,
        construct_id: str,
        families: Sequence[str],
        max_vcpus: int,
        *,
        spot: bool = False,
        gpu: bool = False,
    ) -> batch.ManagedEc2EcsComputeEnvironment:
        return JobMachines(
            self,
            construct_id,
            spot=spot,
            gpu=gpu,
            instance_families=families,
            max_vcpus=max_vcpus,
            setup=self._setup,
        ).environment

    def _queue(
        self, construct_id: str, *environments: batch.ManagedEc2EcsComputeEnvironment
    ) -> batch.JobQueue:
        return FairQueue(
            self,
            construct_id,
            environments=environments,
            policy=self._policy,
            unstartable_minutes=self._config.unstartable_minutes,
        ).queue

    def _security_group(self, vpc: ec2.IVpc) -> ec2.SecurityGroup:
        group = ec2.SecurityGroup(
            self,
            "SecurityGroup",
            vpc=vpc,
            description="Machines of AWS Batch: nobody reaches them",
            allow_all_outbound=False,
        )
        group.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.HTTPS, "AWS, registries, the internet")
        return group
