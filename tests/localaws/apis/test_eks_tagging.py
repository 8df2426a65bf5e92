"""Tags of EKS's resources, set and removed after they were made."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate
from tests.localaws.kubernetes_resources import cluster, role

NAME = "tagged"
RESOURCES = {
    **cluster(NAME),
    "Role": role("pods.eks.amazonaws.com"),
    "Pod": {
        "Type": "AWS::EKS::PodIdentityAssociation",
        "Properties": {
            "ClusterName": {"Ref": "Cluster"},
            "Namespace": "airflow",
            "ServiceAccount": "worker",
            "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
        },
    },
}
OUTPUTS = {
    "Cluster": {"Fn::GetAtt": ["Cluster", "Arn"]},
    "Pod": {"Ref": "Pod"},
    "Id": {"Fn::GetAtt": ["Pod", "AssociationId"]},
}


def _cluster_tags(eks: Any) -> dict[str, str]:  # noqa: ANN401
    """Return a cluster's tags but CloudFormation's."""
    tags = eks.describe_cluster(name=NAME)["cluster"]["tags"]
    return {key: value for key, value in tags.items() if not key.startswith("aws:")}


def test_description_follows_the_tags(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """A tag that is set later is seen, and several are removed at once."""
    arn, eks = deploy_resources(RESOURCES, OUTPUTS).outputs["Cluster"], aws.client("eks")
    eks.tag_resource(resourceArn=arn, tags={"a": "1", "b": "2", "c": "3"})
    assert _cluster_tags(eks) == {"a": "1", "b": "2", "c": "3"}
    eks.untag_resource(resourceArn=arn, tagKeys=["a", "c"])
    assert _cluster_tags(eks) == {"b": "2"}


def test_pod_identity_association_has_tags(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """It is tagged by its ARN, as every resource."""
    outputs, eks = deploy_resources(RESOURCES, OUTPUTS).outputs, aws.client("eks")
    eks.tag_resource(resourceArn=outputs["Pod"], tags={"project": "atlas"})
    assert eks.list_tags_for_resource(resourceArn=outputs["Pod"])["tags"]["project"] == "atlas"
    which = {"clusterName": NAME, "associationId": outputs["Id"]}
    assert eks.describe_pod_identity_association(**which)["association"]["tags"]["project"] == (
        "atlas"
    )
