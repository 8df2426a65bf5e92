"""Who may use the Kubernetes API."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk.assertions import Template

SSO = "role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Lab_0a1b2c3d"


def entries(template: Template) -> dict[str, tuple[str, list[str]]]:
    """Return the entries of people: logical id and policies by role or user."""
    found = {}
    for logical_id, each in template.find_resources("AWS::EKS::AccessEntry").items():
        properties: dict[str, Any] = each["Properties"]
        if "Fn::Join" in properties["PrincipalArn"]:
            principal = properties["PrincipalArn"]["Fn::Join"][1][-1].removeprefix(":")
            policies = [
                policy["PolicyArn"]["Fn::Join"][1][-1].rpartition("/")[2]
                for policy in properties["AccessPolicies"]
            ]
            found[principal] = (logical_id, policies)
    return found


@pytest.mark.parametrize(
    ("setting", "policy"),
    [("admin_roles", "AmazonEKSClusterAdminPolicy"), ("viewer_roles", "AmazonEKSViewPolicy")],
)
@pytest.mark.parametrize("principal", ["role/lab-admins", "user/ada", SSO])
def test_a_principal_has_the_access_of_its_list(
    cluster: Callable[..., Template], setting: str, policy: str, principal: str
) -> None:
    """Roles, users, and the long names of single sign-on."""
    found = entries(cluster(**{setting: [principal]}))
    assert {name: policies for name, (_, policies) in found.items()} == {principal: [policy]}


def test_a_viewer_who_becomes_an_admin_keeps_the_entry(cluster: Callable[..., Template]) -> None:
    """EKS allows one entry each: a second resource would fail before the first is gone."""
    as_viewer, as_admin = (
        entries(cluster(**{setting: ["role/lab-admins"]}))
        for setting in ("viewer_roles", "admin_roles")
    )
    assert as_viewer["role/lab-admins"][0] == as_admin["role/lab-admins"][0]


def test_nobody_gets_in_by_default(cluster: Callable[..., Template]) -> None:
    """No people without a setting."""
    assert entries(cluster()) == {}
