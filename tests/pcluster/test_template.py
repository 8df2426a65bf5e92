"""What a template leaves to AWS becomes a role of the account, or is named."""

import pytest

from tests.pcluster.template import cluster_in


def _templates(subnet: object) -> dict[str, dict[str, object]]:
    properties = {"ClusterConfiguration": {"HeadNode": {"SubnetId": subnet}}}
    cluster = {"Type": "Custom::PclusterCluster", "Properties": properties}
    return {"demo-dev-slurm": {"Resources": {"Cluster": cluster}}}


def test_reference_becomes_a_role() -> None:
    """Also within a text."""
    export = {"Fn::ImportValue": "demo-dev-network:ExportsOutputRefNetworkVpcPrivateSubnet2"}
    text = {"Fn::Join": ["/", [export, {"Ref": "AWS::Region"}]]}
    found = cluster_in(_templates(text), "demo-dev")
    assert found == {"HeadNode": {"SubnetId": "<private_subnet_b>/us-east-1"}}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"Ref": "Unheard"}, '"Unheard": which role of account.py is this?'),
        ({"Fn::Select": [0, []]}, "['Fn::Select']: these tests know no such intrinsic"),
    ],
    ids=["reference", "intrinsic"],
)
def test_unknown_reference_is_named(value: object, message: str) -> None:
    """Nothing is passed on to ParallelCluster as a guess."""
    with pytest.raises(AssertionError) as raised:
        cluster_in(_templates(value), "demo-dev")
    assert str(raised.value).startswith(message)
