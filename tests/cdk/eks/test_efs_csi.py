"""The driver of the shared file system."""

import json

from aws_cdk.assertions import Match

from tests.cdk.eks.conftest import Templates


def test_the_driver_mounts_this_file_system_and_no_other(whole: Templates) -> None:
    """As root, as it makes the folders of people; through pod identity."""
    (role,) = whole.addons.find_resources("AWS::IAM::Role").values()
    (statement,) = role["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    assert statement["Action"] == [
        "elasticfilesystem:ClientMount",
        "elasticfilesystem:ClientRootAccess",
        "elasticfilesystem:ClientWrite",
    ]
    assert statement["Resource"] == (
        "arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-0a1b2c3d"
    )
    assert "pods.eks.amazonaws.com" in str(role["Properties"]["AssumeRolePolicyDocument"])


def test_the_role_is_that_of_the_pods_that_mount(whole: Templates) -> None:
    """Those on each machine; the controller makes volumes, which the lab does by hand."""
    (role,) = whole.addons.find_resources("AWS::IAM::Role")
    whole.addons.has_resource_properties(
        "AWS::EKS::PodIdentityAssociation",
        {
            "Namespace": "kube-system",
            "ServiceAccount": "efs-csi-node-sa",
            "RoleArn": {"Fn::GetAtt": [role, "Arn"]},
        },
    )


def test_the_role_is_there_before_the_pods(whole: Templates) -> None:
    """A pod is given its role when it is made, and never later."""
    (association,) = whole.addons.find_resources("AWS::EKS::PodIdentityAssociation")
    whole.addons.has_resource(
        "AWS::EKS::Addon",
        {
            "DependsOn": [association],
            "Properties": Match.object_like({"AddonName": "aws-efs-csi-driver"}),
        },
    )


def test_the_controller_runs_on_the_system_pool(whole: Templates) -> None:
    """The pods on each machine are left as AWS has them: they tolerate every taint."""
    (values,) = (
        json.loads(each["Properties"]["ConfigurationValues"])
        for each in whole.addons.find_resources("AWS::EKS::Addon").values()
        if each["Properties"]["AddonName"] == "aws-efs-csi-driver"
    )
    assert list(values) == ["controller"]
    assert values["controller"]["nodeSelector"] == {"lab-pool": "system"}
