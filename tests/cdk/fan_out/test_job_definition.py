"""What a job is."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk.assertions import Template

from tests.cdk.fan_out.conftest import IMAGE, ROLE

FanOut = Callable[..., Template]


def definition(template: Template) -> dict[str, Any]:
    """Return the properties of the one job definition."""
    (found,) = template.find_resources("AWS::Batch::JobDefinition").values()
    properties: dict[str, Any] = found["Properties"]
    return properties


@pytest.fixture(scope="module")
def container(fan_out: FanOut) -> dict[str, Any]:
    """Return the container of a job with everything."""
    properties: dict[str, Any] = definition(fan_out())["ContainerProperties"]
    return properties


def test_a_job_runs_the_pinned_image_as_the_project(container: dict[str, Any]) -> None:
    """With the project's role, user and group, and nothing that it could change in the image."""
    assert container["Image"] == IMAGE
    assert container["Command"] == ["lab-runner"]
    assert container["JobRoleArn"] == ROLE
    assert container["User"] == "20001:20002"
    assert (container["Privileged"], container["ReadonlyRootFilesystem"]) == (False, True)


def test_a_job_finds_scratch_and_the_project_s_folder(container: dict[str, Any]) -> None:
    """The folder where notebooks have it too, through its access point, over TLS, with IAM."""
    paths = {each["SourceVolume"]: each["ContainerPath"] for each in container["MountPoints"]}
    assert paths == {"scratch": "/scratch", "project": "/projects/blood-atlas"}
    assert container["Volumes"] == [
        {"Name": "scratch", "Host": {"SourcePath": "/scratch"}},
        {
            "Name": "project",
            "EfsVolumeConfiguration": {
                "FileSystemId": "fs-1",
                "TransitEncryption": "ENABLED",
                "AuthorizationConfig": {"AccessPointId": "fsap-1", "Iam": "ENABLED"},
            },
        },
    ]


def test_a_job_knows_its_region(container: dict[str, Any]) -> None:
    """ECS on EC2 tells it nowhere, and the way to the machine's metadata is closed."""
    told = {each["Name"]: each["Value"] for each in container["Environment"]}
    assert (told["AWS_REGION"], told["AWS_DEFAULT_REGION"]) == ("us-east-1", "us-east-1")


def test_programs_that_insist_on_tmp_find_one(container: dict[str, Any]) -> None:
    """Although the rest of the image cannot be written."""
    (tmp,) = container["LinuxParameters"]["Tmpfs"]
    assert (tmp["ContainerPath"], tmp["Size"]) == ("/tmp", 256)  # noqa: S108


def test_a_project_without_a_folder_mounts_scratch_alone(fan_out: FanOut) -> None:
    """Nothing points to a file system that is not there."""
    volumes = definition(fan_out(folder=None))["ContainerProperties"]["Volumes"]
    assert [each["Name"] for each in volumes] == ["scratch"]


def test_only_a_lost_machine_starts_a_job_again(fan_out: FanOut) -> None:
    """Anything that no rule matches would be tried again, so the last one matches all."""
    assert definition(fan_out(host_loss_attempts=7))["RetryStrategy"] == {
        "Attempts": 7,
        "EvaluateOnExit": [
            {"Action": "RETRY", "OnStatusReason": "Host EC2*"},
            {"Action": "RETRY", "OnReason": "CannotPullContainer*"},
            {"Action": "RETRY", "OnReason": "DockerTimeoutError*"},
            {"Action": "RETRY", "OnExitCode": "143"},
            {"Action": "EXIT", "OnReason": "*"},
        ],
    }


def test_a_new_revision_leaves_the_old_one(fan_out: FanOut) -> None:
    """A fan-out that runs while its project is deployed goes on to the end."""
    assert definition(fan_out())["ResourceRetentionPolicy"] == {"SkipDeregisterOnUpdate": True}


def test_a_job_can_be_scheduled_by_fair_share(fan_out: FanOut) -> None:
    """A queue with shares refuses jobs without priority."""
    assert definition(fan_out())["SchedulingPriority"] == 1


def test_time_and_log_are_those_of_the_yaml(fan_out: FanOut) -> None:
    """Minutes become seconds, and the log group keeps what it gets for some days."""
    template = fan_out(timeout_minutes=90, log_retention_days=7)
    assert definition(template)["Timeout"] == {"AttemptDurationSeconds": 5400}
    (group,) = (
        name for name in template.find_resources("AWS::Logs::LogGroup") if "Summary" not in name
    )
    options = definition(template)["ContainerProperties"]["LogConfiguration"]["Options"]
    assert options["awslogs-group"] == {"Ref": group}
    assert template.to_json()["Resources"][group]["Properties"]["RetentionInDays"] == 7
