"""AWS's own way to have a ParallelCluster in CloudFormation: a nested stack with a function."""

from aws_cdk import CfnStack, Fn, aws_iam as iam
from constructs import Construct

VERSION = "3.16.1"
"""The release of ParallelCluster that makes the cluster. It cannot be upgraded in place."""

_TEMPLATE = (
    "https://${AWS::Region}-aws-parallelcluster.s3.${AWS::Region}.${AWS::URLSuffix}"
    "/parallelcluster/${Version}/templates/custom_resource/cluster.yaml"
)


class ClusterProvider(Construct):
    """The function that CloudFormation calls for a `Custom::PclusterCluster`.

    docs.aws.amazon.com/parallelcluster/latest/ug/cloudformation-v3.html

    Attributes:
        service_token: ARN of the function.
    """

    service_token: str

    def __init__(self, scope: Construct, construct_id: str, *, role: iam.IRole) -> None:
        """Build the nested stack.

        Args:
            scope: in the stack of the cluster.
            construct_id: part of every logical id below.
            role: what the function runs with. Without one AWS would make one that administers IAM.
        """
        super().__init__(scope, construct_id)
        nested = CfnStack(
            self,
            "Stack",
            template_url=Fn.sub(_TEMPLATE, {"Version": VERSION}),
            parameters={"CustomLambdaRole": role.role_arn},
            timeout_in_minutes=30,
        )
        self.service_token = nested.get_att("Outputs.ServiceToken").to_string()
