"""AWS::EKS::AccessEntry, as the EKS API shows it."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate
from tests.localaws.kubernetes_resources import cluster

NAME = "with-entries"
PRINCIPAL = "arn:aws:iam::111122223333:role/lab-admins"
WHICH = {"clusterName": NAME, "principalArn": PRINCIPAL}
OUTPUTS = {"Ref": {"Ref": "Entry"}, "Arn": {"Fn::GetAtt": ["Entry", "AccessEntryArn"]}}
POLICIES = "arn:aws:eks::aws:cluster-access-policy"


def _policy(name: str, *namespaces: str) -> dict[str, Any]:
    """Declare a policy, for the cluster or for some namespaces."""
    scope: dict[str, Any] = {"Type": "cluster"}
    if namespaces:
        scope = {"Type": "namespace", "Namespaces": list(namespaces)}
    return {"PolicyArn": f"{POLICIES}/{name}", "AccessScope": scope}


def _entry(*policies: dict[str, Any], **properties: Any) -> dict[str, Any]:  # noqa: ANN401
    """Declare a cluster with an access entry."""
    known = {"ClusterName": {"Ref": "Cluster"}, "PrincipalArn": PRINCIPAL}
    declared = {**known, "AccessPolicies": list(policies), **properties}
    return {**cluster(NAME), "Entry": {"Type": "AWS::EKS::AccessEntry", "Properties": declared}}


def _policies(aws: LocalAws) -> dict[str, Any]:
    """Return the names of an entry's policies, each with its scope."""
    found = aws.client("eks").list_associated_access_policies(**WHICH)["associatedAccessPolicies"]
    return {policy["policyArn"].rpartition("/")[2]: policy["accessScope"] for policy in found}


def test_create_makes_the_entry_with_its_policies(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """The role may do what the template says, where it says."""
    policies = (_policy("AmazonEKSViewPolicy"), _policy("AmazonEKSEditPolicy", "dask"))
    outputs = deploy_resources(_entry(*policies, KubernetesGroups=["people"]), OUTPUTS).outputs
    found = aws.client("eks").describe_access_entry(**WHICH)["accessEntry"]
    assert outputs == {"Ref": f"{PRINCIPAL}|{NAME}", "Arn": found["accessEntryArn"]}
    assert (found["type"], found["kubernetesGroups"]) == ("STANDARD", ["people"])
    assert _policies(aws) == {
        "AmazonEKSViewPolicy": {"type": "cluster", "namespaces": []},
        "AmazonEKSEditPolicy": {"type": "namespace", "namespaces": ["dask"]},
    }


def test_update_changes_policies_and_groups(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """A policy that is not declared any more is taken away."""
    first = _entry(_policy("AmazonEKSViewPolicy"), Tags=[{"Key": "a", "Value": "1"}])
    before = deploy_resources(first, OUTPUTS).outputs
    second = _entry(_policy("AmazonEKSClusterAdminPolicy"), KubernetesGroups=["admins"])
    assert before == deploy_resources(second, OUTPUTS).outputs
    found = aws.client("eks").describe_access_entry(**WHICH)["accessEntry"]
    assert found["kubernetesGroups"] == ["admins"]
    assert "a" not in found["tags"]
    assert list(_policies(aws)) == ["AmazonEKSClusterAdminPolicy"]


def test_machines_of_auto_mode_have_an_entry(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """An entry of type EC2 takes the one policy that is made for it."""
    result = deploy_resources(_entry(_policy("AmazonEKSAutoNodePolicy"), Type="EC2"))
    assert result.failures == ()
    assert aws.client("eks").describe_access_entry(**WHICH)["accessEntry"]["type"] == "EC2"
    assert list(_policies(aws)) == ["AmazonEKSAutoNodePolicy"]


def test_policy_that_fails_takes_the_entry_with_it(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """A stack that rolls back leaves no entry behind."""
    assert deploy_resources(cluster(NAME)).failures == ()
    no_namespace = {"PolicyArn": f"{POLICIES}/X", "AccessScope": {"Type": "namespace"}}
    assert not deploy_resources(_entry(no_namespace)).succeeded
    assert aws.client("eks").list_access_entries(clusterName=NAME)["accessEntries"] == []


def test_delete_removes_the_entry(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """An entry that leaves the template is gone."""
    assert deploy_resources(_entry()).failures == ()
    assert deploy_resources(cluster(NAME)).failures == ()
    assert aws.client("eks").list_access_entries(clusterName=NAME)["accessEntries"] == []
