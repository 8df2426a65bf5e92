"""The role of the machines that jobs run on: join their cluster, pull images, write logs."""

from aws_cdk import aws_iam as iam
from constructs import Construct


class MachineRole(Construct):
    """One role for all machines. Jobs get their rights from their project's role, not from it.

    Attributes:
        role: what every machine is started with.
    """

    role: iam.Role

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.role = iam.Role(
            self,
            "Role",
            description="Machines of AWS Batch",
            assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"),
            managed_policies=[
                # docs.aws.amazon.com/batch/latest/userguide/instance_IAM_role.html
                iam.ManagedPolicy.from_aws_managed_policy_name(
                    "service-role/AmazonEC2ContainerServiceforEC2Role"
                )
            ],
        )
