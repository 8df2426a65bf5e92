"""What Batch, EC2, EventBridge, SNS and Lambda answer about the lab's jobs; no template is read."""

from typing import Any

import pytest

from tests.deployment.deployed import Deployed
from tests.deployment.plates import PROJECT


@pytest.fixture(scope="module")
def environments(sandbox: Deployed) -> dict[tuple[str, bool], dict[str, Any]]:
    """Return the machines of each kind, by how they are bought and whether they have GPUs."""
    found = sandbox.aws.client("batch").describe_compute_environments()["computeEnvironments"]
    return {
        (each["computeResources"]["type"], "g5" in each["computeResources"]["instanceTypes"]): each
        for each in found
    }


def test_machines_are_as_the_yaml_says(environments: dict[tuple[str, bool], Any]) -> None:
    """Spot and on demand, with and without GPUs, none while there are no jobs."""
    limits = {
        kind: (each["computeResources"]["minvCpus"], each["computeResources"]["maxvCpus"])
        for kind, each in environments.items()
    }
    assert limits == {
        ("SPOT", False): (0, 256),
        ("EC2", False): (0, 64),
        ("SPOT", True): (0, 32),
        ("EC2", True): (0, 16),
    }
    spot = environments["SPOT", False]
    assert spot["computeResources"]["allocationStrategy"] == "SPOT_PRICE_CAPACITY_OPTIMIZED"
    assert len(spot["computeResources"]["instanceTypes"]) == 9
    assert (spot["state"], spot["status"]) == ("ENABLED", "VALID")


def test_scratch_is_encrypted_and_metadata_guarded(
    sandbox: Deployed, environments: dict[tuple[str, bool], Any]
) -> None:
    """Asked of the launch template that the machines are started from."""
    template = environments["SPOT", False]["computeResources"]["launchTemplate"]
    (version,) = sandbox.aws.client("ec2").describe_launch_template_versions(
        LaunchTemplateId=template["launchTemplateId"], Versions=[str(template["version"])]
    )["LaunchTemplateVersions"]
    data = version["LaunchTemplateData"]
    (disk,) = data["BlockDeviceMappings"]
    assert (disk["Ebs"]["VolumeSize"], disk["Ebs"]["VolumeType"]) == (300, "gp3")
    assert disk["Ebs"]["Encrypted"]
    assert data["MetadataOptions"]["HttpTokens"] == "required"


def test_queues_try_spot_first_and_give_up_what_cannot_start(sandbox: Deployed) -> None:
    """The queue that the fact names; all queues share by one policy."""
    batch, facts = sandbox.aws.client("batch"), sandbox.facts()
    queues = {each["jobQueueArn"]: each for each in batch.describe_job_queues()["jobQueues"]}
    spot, on_demand = queues[facts["batch_queue_arn"]], queues[facts["batch_on_demand_queue_arn"]]
    assert len(spot["computeEnvironmentOrder"]) == 2
    last = spot["computeEnvironmentOrder"][-1]["computeEnvironment"]
    assert [e["computeEnvironment"] for e in on_demand["computeEnvironmentOrder"]] == [last]
    limits = {each["reason"]: each["maxTimeSeconds"] for each in spot["jobStateTimeLimitActions"]}
    assert limits["MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"] == 600
    (policy,) = {each["schedulingPolicyArn"] for each in queues.values()}
    (shares,) = batch.describe_scheduling_policies(arns=[policy])["schedulingPolicies"]
    assert shares["fairsharePolicy"]["shareDecaySeconds"] == 12 * 3600


def test_a_blocked_queue_is_told(sandbox: Deployed) -> None:
    """By a rule for the lab's queues, to a topic with the owner's address."""
    events, sns = sandbox.aws.client("events"), sandbox.aws.client("sns")
    (rule,) = (r for r in events.list_rules()["Rules"] if "Queue Blocked" in r["EventPattern"])
    assert sandbox.facts()["batch_queue_arn"] in rule["EventPattern"]
    (target,) = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
    paths = target["InputTransformer"]["InputPathsMap"].values()
    assert "$.detail.statusReason" in paths
    attributes = sns.get_topic_attributes(TopicArn=target["Arn"])["Attributes"]
    assert attributes["KmsMasterKeyId"] == sandbox.facts()["data_key_arn"]


def test_the_summary_function_has_its_own_log(sandbox: Deployed) -> None:
    """Which expires."""
    functions = sandbox.aws.client("lambda").list_functions()["Functions"]
    (found,) = (
        f for f in functions if f["Description"] == f"Sums up fan-outs of project {PROJECT}"
    )
    group = found["LoggingConfig"]["LogGroup"]
    logs = sandbox.aws.client("logs").describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    assert [each["retentionInDays"] for each in logs] == [30]
