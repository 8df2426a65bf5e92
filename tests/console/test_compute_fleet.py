"""Whether the compute nodes of a cluster are stopped."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from console.compute_fleet import compute_nodes_stopped
from console.errors import ConsoleError


class Table:
    """A stand-in for DynamoDB with ParallelCluster's table of one cluster."""

    def __init__(self, status: str | None, refuses: str = "ResourceNotFoundException") -> None:
        self.status, self.refuses = status, refuses

    def get_item(self, **asked: Any) -> dict[str, Any]:  # noqa: ANN401 - as boto3's
        """Answer as DynamoDB does."""
        if asked != {
            "TableName": "parallelcluster-demo-dev",
            "Key": {"Id": {"S": "COMPUTE_FLEET"}},
        }:
            raise ClientError({"Error": {"Code": self.refuses}}, "GetItem")
        data = {"Id": {"S": "COMPUTE_FLEET"}, "Data": {"M": {"status": {"S": self.status}}}}
        return {"Item": data} if self.status else {}


@pytest.mark.parametrize(
    ("status", "stopped"),
    [("STOPPED", True), ("RUNNING", False), ("STOPPING", False), (None, False)],
)
def test_only_what_has_stopped_counts(status: str | None, *, stopped: bool) -> None:
    """Nodes that are stopping still have jobs."""
    assert compute_nodes_stopped(Table(status), "demo-dev") == stopped


def test_without_a_table_nodes_are_held_to_be_running() -> None:
    """Another version of ParallelCluster keeps it elsewhere."""
    assert not compute_nodes_stopped(Table("STOPPED"), "other")


def test_a_right_that_is_missing_is_named() -> None:
    """An admin who has stopped them would be told to stop them."""
    with pytest.raises(ConsoleError) as caught:
        compute_nodes_stopped(Table("STOPPED", "AccessDeniedException"), "other")
    assert str(caught.value) == (
        "cannot see whether the compute nodes of other are stopped (AccessDeniedException): "
        "allow dynamodb:GetItem on table/parallelcluster-other"
    )
