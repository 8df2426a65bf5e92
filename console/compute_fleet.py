"""Ask a cluster of ParallelCluster whether its compute nodes are stopped."""

from typing import Any

from botocore.exceptions import ClientError

STOPPED = "STOPPED"


def compute_nodes_stopped(dynamodb: Any, cluster: str) -> bool:  # noqa: ANN401 - a boto3 client
    """Tell whether an admin has stopped all compute nodes; false where nobody knows.

    ParallelCluster keeps the word in a table of its own, as `pcluster describe-compute-fleet` does.
    """
    try:
        found = dynamodb.get_item(
            TableName=f"parallelcluster-{cluster}", Key={"Id": {"S": "COMPUTE_FLEET"}}
        )
    except ClientError:
        return False
    status = found.get("Item", {}).get("Data", {}).get("M", {}).get("status", {}).get("S")
    return bool(status == STOPPED)
