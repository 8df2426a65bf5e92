"""Our types join the emulator's template engine."""

import pkgutil

from localaws import complete, replace, types
from localaws.deployment import deploy_template
from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate


def test_every_module_is_one_type() -> None:
    """A file is named after the type that it defines."""
    folders = (types, replace, complete)
    names = [m.name for p in folders for m in pkgutil.iter_modules(p.__path__)]
    expected = [
        "backup_backup_selection",
        "batch_compute_environment",
        "batch_job_definition",
        "batch_job_queue",
        "batch_scheduling_policy",
        "cognito_user_pool",
        "ec2_eip",
        "ec2_flow_log",
        "ec2_nat_gateway",
        "ec2_security_group_egress",
        "ec2_security_group_ingress",
        "ec2_vpc",
        "eks_access_entry",
        "eks_addon",
        "eks_cluster",
        "eks_pod_identity_association",
        "lambda_function",
        "rds_db_instance",
        "s3_bucket",
        "secretsmanager_rotation_schedule",
        "secretsmanager_secret",
        "sns_topic",
        "stepfunctions_state_machine",
    ]
    assert expected == sorted(names)


def test_type_that_nobody_defines_is_refused_before_anything_is_made(aws: LocalAws) -> None:
    """A template with an unknown type creates no stack and no resource."""
    resources = {
        "First": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "never-made"}},
        "Second": {"Type": "AWS::Unheard::Of", "DependsOn": "First"},
    }
    result = deploy_template(aws, "Unknown", {"Resources": resources})
    assert not result.succeeded
    assert "AWS::Unheard::Of" in " ".join(result.failures)
    buckets = [bucket["Name"] for bucket in aws.client("s3").list_buckets()["Buckets"]]
    assert "never-made" not in buckets


def test_property_without_parameter_fails_the_stack(deploy_resources: DeployTemplate) -> None:
    """A property that we cannot apply is named in the stack's failure."""
    properties = {"Domain": "vpc", "InstanceId": "i-1"}
    result = deploy_resources({"Ip": {"Type": "AWS::EC2::EIP", "Properties": properties}})
    assert result.status == "ROLLBACK_COMPLETE"
    assert any(
        "InstanceId: AllocateAddressRequest has no such parameter" in f for f in result.failures
    )
