"""Ask a cluster of ParallelCluster whether its compute nodes are stopped."""

from typing import Any

from botocore.exceptions import ClientError

from console.errors import ConsoleError

STOPPED = "STOPPED"


def compute_nodes_stopped(dynamodb: Any, cluster: str) -> bool:  # noqa: ANN401 - a boto3 client
    """Tell whether an admin has stopped all compute nodes; false where there is no such table.

    ParallelCluster keeps the word in a table of its own, as `pcluster describe-compute-fleet` does.

    Raises:
        ConsoleError: AWS does not let us look; the message names the right.
    """
    table = f"parallelcluster-{cluster}"
    try:
        found = dynamodb.get_item(TableName=table, Key={"Id": {"S": "COMPUTE_FLEET"}})
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "ResourceNotFoundException":
            return False
        message = f"cannot see whether the compute nodes of {cluster} are stopped ({code})"
        raise ConsoleError(f"{message}: allow dynamodb:GetItem on table/{table}") from None
    status = found.get("Item", {}).get("Data", {}).get("M", {}).get("status", {}).get("S")
    return bool(status == STOPPED)
