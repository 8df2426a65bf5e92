"""A record of the connections in a VPC."""

from typing import cast

from aws_cdk import RemovalPolicy, aws_ec2 as ec2, aws_logs as logs
from constructs import Construct

from cdk.network.config import FlowLogsConfig


class FlowLogs(Construct):
    """Connections of a VPC, written to a CloudWatch log group."""

    def __init__(
        self, scope: Construct, construct_id: str, *, vpc: ec2.IVpc, config: FlowLogsConfig
    ) -> None:
        super().__init__(scope, construct_id)
        log_group = logs.LogGroup(
            self,
            "LogGroup",
            # The record outlives the network; its events expire on their own, empty it is free.
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        # LogGroup wants an enum of words; CloudFormation takes the days as they stand in the YAML.
        plain = cast("logs.CfnLogGroup", log_group.node.default_child)
        plain.retention_in_days = config.retention_days
        ec2.FlowLog(
            self,
            "FlowLog",
            resource_type=ec2.FlowLogResourceType.from_vpc(vpc),
            destination=ec2.FlowLogDestination.to_cloud_watch_logs(log_group),
            traffic_type=ec2.FlowLogTrafficType[config.traffic],
        )
