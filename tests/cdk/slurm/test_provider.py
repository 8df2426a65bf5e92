"""The nested stack that makes clusters."""

from collections.abc import Callable

from aws_cdk import CfnOutput, Stack, aws_iam as iam
from aws_cdk.assertions import Template

from cdk.slurm.provider import ClusterProvider


def test_aws_s_template_runs_with_the_role_of_the_lab(new_stack: Callable[[str], Stack]) -> None:
    """Of one release; without the parameter it would make an administrator of IAM."""
    stack = new_stack("demo-dev-slurm")
    role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/provider")
    provider = ClusterProvider(stack, "Provider", role=role)
    CfnOutput(stack, "Token", value=provider.service_token)
    template = Template.from_stack(stack)
    ((logical_id, nested),) = template.find_resources("AWS::CloudFormation::Stack").items()
    properties = nested["Properties"]
    assert properties["Parameters"] == {
        "CustomLambdaRole": "arn:aws:iam::111122223333:role/provider"
    }
    url, holes = properties["TemplateURL"]["Fn::Sub"]
    assert holes == {"Version": "3.16.1"}
    assert url == (
        "https://${AWS::Region}-aws-parallelcluster.s3.${AWS::Region}.${AWS::URLSuffix}"
        "/parallelcluster/${Version}/templates/custom_resource/cluster.yaml"
    )
    template.has_output("Token", {"Value": {"Fn::GetAtt": [logical_id, "Outputs.ServiceToken"]}})
