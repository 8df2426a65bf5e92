"""AWS::EKS::Addon, as the EKS API shows it."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate
from tests.localaws.kubernetes_resources import cluster

NAME = "with-addons"
WHICH = {"clusterName": NAME, "addonName": "metrics-server"}
OUTPUTS = {"Ref": {"Ref": "Addon"}, "Arn": {"Fn::GetAtt": ["Addon", "Arn"]}}


def _addon(**properties: Any) -> dict[str, Any]:  # noqa: ANN401
    """Declare a cluster with an add-on."""
    known = {"AddonName": "metrics-server", "ClusterName": {"Ref": "Cluster"}}
    addon = {"Type": "AWS::EKS::Addon", "Properties": {**known, **properties}}
    return {**cluster(NAME), "Addon": addon}


def test_create_installs_the_addon(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """It has the version, configuration and tags that the template says."""
    properties = {
        "AddonVersion": "v0.8.0-eksbuild.2",
        "ConfigurationValues": '{"replicas": 1}',
        "ResolveConflicts": "OVERWRITE",
        "Tags": [{"Key": "lab", "Value": "demo"}],
    }
    outputs = deploy_resources(_addon(**properties), OUTPUTS).outputs
    found = aws.client("eks").describe_addon(**WHICH)["addon"]
    assert outputs == {"Ref": f"{NAME}|metrics-server", "Arn": found["addonArn"]}
    assert found["addonVersion"] == "v0.8.0-eksbuild.2"
    assert found["configurationValues"] == '{"replicas": 1}'
    assert found["tags"]["lab"] == "demo"


def test_update_changes_the_same_addon(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Another version, configuration and tag need no other add-on."""
    before = deploy_resources(_addon(AddonVersion="v1", Tags=[{"Key": "a", "Value": "1"}]), OUTPUTS)
    changes = {"AddonVersion": "v2", "ConfigurationValues": "{}"}
    after = deploy_resources(_addon(**changes, Tags=[{"Key": "b", "Value": "2"}]), OUTPUTS)
    found = aws.client("eks").describe_addon(**WHICH)["addon"]
    assert before.outputs == after.outputs
    assert (found["addonVersion"], found["configurationValues"]) == ("v2", "{}")
    assert {k: v for k, v in found["tags"].items() if k in "ab"} == {"b": "2"}


def test_delete_removes_the_addon(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """An add-on that leaves the template is gone."""
    assert deploy_resources(_addon()).failures == ()
    assert deploy_resources(cluster(NAME)).failures == ()
    assert aws.client("eks").list_addons(clusterName=NAME)["addons"] == []


def test_identities_of_an_addon_are_refused(deploy_resources: DeployTemplate) -> None:
    """They would be forgotten here, so the template is asked to declare them by themselves."""
    identities = [{"ServiceAccount": "driver", "RoleArn": "arn:aws:iam::111122223333:role/driver"}]
    result = deploy_resources(_addon(PodIdentityAssociations=identities))
    assert any("use AWS::EKS::PodIdentityAssociation" in failure for failure in result.failures)
