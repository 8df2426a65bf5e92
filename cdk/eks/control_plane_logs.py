"""The record of the control plane: made before the cluster, so that it expires."""

from typing import cast

from aws_cdk import RemovalPolicy, aws_logs as logs
from constructs import Construct

from cdk.eks.config import ControlPlaneLogsConfig


class ControlPlaneLogs(Construct):
    """The log group in which EKS writes; without it, EKS makes one that is kept for ever.

    Attributes:
        log_group: has the name that EKS looks for.
    """

    log_group: logs.LogGroup

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: ControlPlaneLogsConfig,
        cluster_name: str,
    ) -> None:
        super().__init__(scope, construct_id)
        self.log_group = logs.LogGroup(
            self,
            "LogGroup",
            log_group_name=f"/aws/eks/{cluster_name}/cluster",
            # The record outlives the cluster; its events expire on their own, empty it is free.
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        # LogGroup wants an enum of words; CloudFormation takes the days as they stand in the YAML.
        plain = cast("logs.CfnLogGroup", self.log_group.node.default_child)
        plain.retention_in_days = config.retention_days
