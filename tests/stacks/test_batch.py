"""The stack of the job queues."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Templates = Callable[[Path], dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def template(demo: Callable[[str], Path], templates: Templates) -> dict[str, Any]:
    """Return the stack's template in the demo lab."""
    return templates(demo("dev"))["demo-dev-batch"]


def test_queues_are_published_as_facts(template: dict[str, Any]) -> None:
    """Projects read them when they are deployed, and none is imported."""
    facts = {
        each["Properties"]["Name"]: each["Properties"]["Value"]["Fn::GetAtt"][0]
        for each in template["Resources"].values()
        if each["Type"] == "AWS::SSM::Parameter"
    }
    assert facts == {
        "/lab/demo/dev/batch_queue_arn": "BatchSpotQueue70EB597E",
        "/lab/demo/dev/batch_on_demand_queue_arn": "BatchOnDemandQueueA5E0A1F4",
        "/lab/demo/dev/batch_gpu_queue_arn": "BatchGpuQueueD0E4779C",
        "/lab/demo/dev/batch_gpu_on_demand_queue_arn": "BatchGpuOnDemandQueueC45B473B",
    }
    assert "Outputs" not in template


def test_machines_join_the_file_system_s_clients(template: dict[str, Any]) -> None:
    """By a reference that CloudFormation keeps."""
    environments = [
        each["Properties"]["ComputeResources"]
        for each in template["Resources"].values()
        if each["Type"] == "AWS::Batch::ComputeEnvironment"
    ]
    assert len(environments) == 4
    assert all("ClientSecurityGroup" in str(each["SecurityGroupIds"]) for each in environments)


def test_nothing_in_it_holds_data(template: dict[str, Any]) -> None:
    """It may be deleted and made again; only jobs that run are lost."""
    kept = [name for name, each in template["Resources"].items() if "DeletionPolicy" in each]
    assert kept == []
