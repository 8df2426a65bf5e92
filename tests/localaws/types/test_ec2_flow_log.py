"""AWS::EC2::FlowLog, as the EC2 API shows it."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate

OUTPUTS = {"FlowLog": {"Ref": "FlowLog"}, "Vpc": {"Ref": "Vpc"}}


def _network(traffic: str, colour: str = "red") -> dict[str, Any]:
    """Declare a network whose traffic is recorded."""
    flow_log = {
        "ResourceId": {"Ref": "Vpc"},
        "ResourceType": "VPC",
        "TrafficType": traffic,
        "LogDestinationType": "cloud-watch-logs",
        "LogGroupName": "flow-logs",
        "DeliverLogsPermissionArn": "arn:aws:iam::111122223333:role/flow-logs",
        "Tags": [{"Key": "colour", "Value": colour}],
    }
    return {
        "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.1.0.0/16"}},
        "FlowLog": {"Type": "AWS::EC2::FlowLog", "Properties": flow_log},
    }


def _flow_logs(aws: LocalAws, vpc: str) -> list[dict[str, Any]]:
    """Return what the API says about the flow logs of a network."""
    keys = ("FlowLogId", "TrafficType", "LogDestination", "Tags")
    found = aws.client("ec2").describe_flow_logs()["FlowLogs"]
    return [{key: log[key] for key in keys} for log in found if log["ResourceId"] == vpc]


def test_create_records_the_network(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """The flow log is there; the API calls its group a destination."""
    outputs = deploy_resources(_network("REJECT"), OUTPUTS).outputs
    expected = {
        "FlowLogId": outputs["FlowLog"],
        "TrafficType": "REJECT",
        "LogDestination": "flow-logs",
        "Tags": [{"Key": "colour", "Value": "red"}],
    }
    assert [expected] == _flow_logs(aws, outputs["Vpc"])


def test_update_of_traffic_replaces_the_flow_log(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """A flow log cannot be changed, so another one takes its place."""
    before = deploy_resources(_network("REJECT"), OUTPUTS).outputs
    after = deploy_resources(_network("ALL"), OUTPUTS).outputs
    assert before["FlowLog"] != after["FlowLog"]
    logs = [(log["FlowLogId"], log["TrafficType"]) for log in _flow_logs(aws, after["Vpc"])]
    assert [(after["FlowLog"], "ALL")] == logs


def test_update_of_tags_keeps_the_flow_log(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Tags need no new flow log."""
    before = deploy_resources(_network("ALL"), OUTPUTS).outputs
    assert before == deploy_resources(_network("ALL", "blue"), OUTPUTS).outputs
    tags = [log["Tags"] for log in _flow_logs(aws, before["Vpc"])]
    assert tags == [[{"Key": "colour", "Value": "blue"}]]


def test_delete_ends_the_record(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """A flow log that leaves the template is gone."""
    resources = _network("ALL")
    outputs = deploy_resources(resources, OUTPUTS).outputs
    del resources["FlowLog"]
    assert deploy_resources(resources).succeeded
    assert _flow_logs(aws, outputs["Vpc"]) == []
