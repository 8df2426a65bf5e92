"""What a job is: the runner's image, the project's rights, the project's folders."""

from aws_cdk import Stack, aws_batch as batch, aws_logs as logs
from constructs import Construct

from cdk.fan_out.config import FanOutConfig
from cdk.fan_out.owner import JobOwner
from cdk.naming import project_prefix

COMMAND = "lab-runner"
SCRATCH = "/scratch"
TMP_MIB = 256
LOG_PREFIX = "job"
# Sizes are given with each job; these stand for a job that somebody submits by hand.
_SMALLEST = {"VCPU": "1", "MEMORY": "2048"}
_HOST_IS_GONE = (
    # docs.aws.amazon.com/batch/latest/userguide/best-practices.html, on spot and on Docker
    {"onStatusReason": "Host EC2*"},
    {"onReason": "CannotPullContainer*"},
    {"onReason": "DockerTimeoutError*"},
    {"onExitCode": "143"},
)


class RunnerJobDefinition(Construct):
    """Jobs that run `lab-runner` as the project's user and with the project's role.

    Batch starts a job again when its machine is gone or an image could not be pulled, and for no
    other reason. A new revision leaves the old one in place, as fan-outs that run still name it.

    Attributes:
        definition: the current revision.
        log_group: where its jobs write.
    """

    definition: batch.CfnJobDefinition
    log_group: logs.ILogGroup

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        owner: JobOwner,
        config: FanOutConfig,
        image: str,
        log_group: logs.ILogGroup,
        file_system_id: str | None,
    ) -> None:
        """Build the definition.

        Args:
            scope: where the fan-out is.
            construct_id: part of every logical id below.
            owner: whose jobs they are.
            config: the settings.
            image: the container image, with its digest.
            log_group: where they write.
            file_system_id: the lab's file system; `None` if the project has no folder on it.
        """
        super().__init__(scope, construct_id)
        self.log_group = log_group
        self._owner, self._file_system_id = owner, file_system_id
        # The L2 wants the file system's security group too, which a job has no use for.
        self.definition = batch.CfnJobDefinition(
            self,
            "Definition",
            type="container",
            platform_capabilities=["EC2"],
            propagate_tags=True,
            # Without one, a queue with fair shares takes no job.
            scheduling_priority=1,
            timeout=batch.CfnJobDefinition.TimeoutProperty(
                attempt_duration_seconds=config.timeout_minutes * 60
            ),
            retry_strategy=_retries(config.host_loss_attempts),
            resource_retention_policy=batch.CfnJobDefinition.ResourceRetentionPolicyProperty(
                skip_deregister_on_update=True
            ),
            container_properties=self._container(image),
        )

    def _container(self, image: str) -> batch.CfnJobDefinition.ContainerPropertiesProperty:
        properties, owner = batch.CfnJobDefinition, self._owner
        # On EC2, ECS tells a container its region in no variable: aws/containers-roadmap#1611.
        region = Stack.of(self).region
        environment = {
            "AWS_DEFAULT_REGION": region,
            "AWS_REGION": region,
            "LAB_PROJECT": owner.project,
            "LAB_SCRATCH": SCRATCH,
        }
        mounts, volumes = [_mount("scratch", SCRATCH)], [_host_volume("scratch", SCRATCH)]
        if self._file_system_id is not None and owner.access_point_id is not None:
            mounts.append(_mount("project", f"/{project_prefix(owner.project).rstrip('/')}"))
            volumes.append(_efs_volume("project", self._file_system_id, owner.access_point_id))
        return properties.ContainerPropertiesProperty(
            image=image,
            command=[COMMAND],
            user=owner.user,
            privileged=False,
            readonly_root_filesystem=True,
            job_role_arn=owner.role.role_arn,
            environment=[
                properties.EnvironmentProperty(name=name, value=value)
                for name, value in environment.items()
            ],
            resource_requirements=[
                properties.ResourceRequirementProperty(type=kind, value=value)
                for kind, value in _SMALLEST.items()
            ],
            linux_parameters=_linux_parameters(),
            mount_points=mounts,
            volumes=volumes,
            log_configuration=properties.LogConfigurationProperty(
                log_driver="awslogs",
                options={
                    "awslogs-group": self.log_group.log_group_name,
                    "awslogs-region": region,
                    "awslogs-stream-prefix": LOG_PREFIX,
                },
            ),
        )


def _linux_parameters() -> batch.CfnJobDefinition.LinuxParametersProperty:
    tmp = batch.CfnJobDefinition.TmpfsProperty(
        container_path="/tmp",  # noqa: S108 - the container's own
        size=TMP_MIB,
        mount_options=["rw", "nosuid", "nodev", "mode=1777"],
    )
    return batch.CfnJobDefinition.LinuxParametersProperty(
        # Pid 1 then ends what a script leaves behind.
        init_process_enabled=True,
        # For programs that insist on /tmp; it counts as memory of the job.
        tmpfs=[tmp],
    )


def _retries(attempts: int) -> batch.CfnJobDefinition.RetryStrategyProperty:
    """Return when Batch starts a job again; what no rule matches would be tried again too.

    The runner ends with 143 when it is told to stop, as a machine does before it goes. Batch itself
    never starts again what it has timed out or terminated.
    """
    rules = [{**rule, "action": "RETRY"} for rule in _HOST_IS_GONE]
    rules.append({"onReason": "*", "action": "EXIT"})
    return batch.CfnJobDefinition.RetryStrategyProperty(
        attempts=attempts,
        evaluate_on_exit=[
            batch.CfnJobDefinition.EvaluateOnExitProperty(
                action=rule["action"],
                on_exit_code=rule.get("onExitCode"),
                on_reason=rule.get("onReason"),
                on_status_reason=rule.get("onStatusReason"),
            )
            for rule in rules
        ],
    )


def _mount(name: str, path: str) -> batch.CfnJobDefinition.MountPointsProperty:
    return batch.CfnJobDefinition.MountPointsProperty(
        source_volume=name, container_path=path, read_only=False
    )


def _host_volume(name: str, path: str) -> batch.CfnJobDefinition.VolumesProperty:
    return batch.CfnJobDefinition.VolumesProperty(
        name=name, host=batch.CfnJobDefinition.VolumesHostProperty(source_path=path)
    )


def _efs_volume(
    name: str, file_system_id: str, access_point_id: str
) -> batch.CfnJobDefinition.VolumesProperty:
    return batch.CfnJobDefinition.VolumesProperty(
        name=name,
        efs_volume_configuration=batch.CfnJobDefinition.EfsVolumeConfigurationProperty(
            file_system_id=file_system_id,
            transit_encryption="ENABLED",
            authorization_config=batch.CfnJobDefinition.AuthorizationConfigProperty(
                access_point_id=access_point_id, iam="ENABLED"
            ),
        ),
    )
