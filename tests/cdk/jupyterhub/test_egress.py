"""Tests of what notebooks and Dask workers reach outside the cluster."""

from cdk.jupyterhub.egress import egress_rules


def test_internet_is_every_public_address() -> None:
    """Neither private networks nor the machine's own identity."""
    assert egress_rules("internet", []) == [
        {
            "to": [
                {
                    "ipBlock": {
                        "cidr": "0.0.0.0/0",
                        "except": [
                            "10.0.0.0/8",
                            "172.16.0.0/12",
                            "192.168.0.0/16",
                            "169.254.169.254/32",
                        ],
                    }
                }
            ]
        }
    ]


def test_named_networks_are_reached_without_the_internet() -> None:
    """Each by a rule of its own, and nothing else."""
    assert egress_rules("none", ["10.4.0.17/32", "10.5.0.0/24"]) == [
        {"to": [{"ipBlock": {"cidr": "10.4.0.17/32"}}]},
        {"to": [{"ipBlock": {"cidr": "10.5.0.0/24"}}]},
    ]


def test_nothing_is_nothing() -> None:
    """A policy without rules lets nothing out."""
    assert egress_rules("none", []) == []
