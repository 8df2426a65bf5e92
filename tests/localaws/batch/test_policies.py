"""Operations on scheduling policies."""

import pytest
from botocore.exceptions import ClientError

from tests.localaws.batch.conftest import Batch


def test_policy_lives(batch: Batch) -> None:
    """It is created, listed, described, changed and deleted."""
    fair = {"shareDistribution": [{"shareIdentifier": "one", "weightFactor": 0.5}]}
    arn = batch.client.create_scheduling_policy(
        name=batch.name("policy"), fairsharePolicy=fair, tags={"lab": "demo"}
    )["arn"]
    assert {"arn": arn} in batch.client.list_scheduling_policies()["schedulingPolicies"]
    batch.client.update_scheduling_policy(arn=arn, fairsharePolicy={"shareDecaySeconds": 60})
    (found,) = batch.client.describe_scheduling_policies(arns=[arn])["schedulingPolicies"]
    assert (found["fairsharePolicy"], found["tags"]) == ({"shareDecaySeconds": 60}, {"lab": "demo"})
    batch.client.delete_scheduling_policy(arn=arn)
    assert batch.client.describe_scheduling_policies(arns=[arn])["schedulingPolicies"] == []


def test_policy_of_a_queue_is_not_deleted(batch: Batch) -> None:
    """The queue would be left without."""
    arn = batch.client.create_scheduling_policy(name=batch.name("policy"))["arn"]
    batch.queue(schedulingPolicyArn=arn)
    with pytest.raises(ClientError, match="found existing JobQueue relationship"):
        batch.client.delete_scheduling_policy(arn=arn)
