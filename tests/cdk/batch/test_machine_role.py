"""The role of machines."""

from collections.abc import Callable

from aws_cdk.assertions import Template

Queues = Callable[..., Template]


def test_machines_have_one_policy_and_none_of_the_lab_s_data(queues: Queues) -> None:
    """Whoever breaks out of a container finds no way to a bucket."""
    (role,) = queues().find_resources("AWS::IAM::Role").values()
    assert "Policies" not in role["Properties"]
    assert len(role["Properties"]["ManagedPolicyArns"]) == 1
    queues().resource_count_is("AWS::IAM::Policy", 0)
