"""AWS::EKS::PodIdentityAssociation, as the EKS API shows it."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate
from tests.localaws.kubernetes_resources import cluster

NAME = "with-pods"
ROLES = "arn:aws:iam::111122223333:role"
OUTPUTS = {
    "Ref": {"Ref": "Pod"},
    "Arn": {"Fn::GetAtt": ["Pod", "AssociationArn"]},
    "Id": {"Fn::GetAtt": ["Pod", "AssociationId"]},
}


def _pod(role: str, **properties: Any) -> dict[str, Any]:  # noqa: ANN401
    """Declare a cluster with the role of a service account."""
    declared = {
        "ClusterName": {"Ref": "Cluster"},
        "Namespace": "airflow",
        "ServiceAccount": "worker",
        "RoleArn": f"{ROLES}/{role}",
        **properties,
    }
    pod = {"Type": "AWS::EKS::PodIdentityAssociation", "Properties": declared}
    return {**cluster(NAME), "Pod": pod}


def _described(aws: LocalAws, association_id: str) -> dict[str, Any]:
    """Return the description of an association."""
    which = {"clusterName": NAME, "associationId": association_id}
    found = aws.client("eks").describe_pod_identity_association(**which)["association"]
    return dict(found)


def test_create_gives_the_account_its_role(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """EKS knows namespace, account, role and tags."""
    tags = [{"Key": "project", "Value": "atlas"}]
    outputs = deploy_resources(_pod("one", Tags=tags), OUTPUTS).outputs
    found = _described(aws, outputs["Id"])
    assert outputs["Ref"] == outputs["Arn"] == found["associationArn"]
    assert (found["namespace"], found["serviceAccount"]) == ("airflow", "worker")
    assert found["roleArn"] == f"{ROLES}/one"
    assert found["tags"]["project"] == "atlas"


def test_update_gives_the_same_account_another_role(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """The association stays."""
    before = deploy_resources(_pod("one"), OUTPUTS).outputs
    tags = [{"Key": "project", "Value": "atlas"}]
    after = deploy_resources(_pod("two", DisableSessionTags=True, Tags=tags), OUTPUTS).outputs
    found = _described(aws, after["Id"])
    assert before == after
    assert (found["roleArn"], found["disableSessionTags"]) == (f"{ROLES}/two", True)
    assert found["tags"]["project"] == "atlas"


def test_delete_takes_the_role_away(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """An association that leaves the template is gone."""
    assert deploy_resources(_pod("one")).failures == ()
    assert deploy_resources(cluster(NAME)).failures == ()
    found = aws.client("eks").list_pod_identity_associations(clusterName=NAME)["associations"]
    assert found == []
