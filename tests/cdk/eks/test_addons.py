"""Add-ons."""

import json
from collections.abc import Callable
from typing import Any

from aws_cdk import App, Stack, aws_eks_v2 as eks
from aws_cdk.assertions import Template

from cdk.eks.addons import Addons
from cdk.eks.config import EksConfig
from tests.cdk.eks.conftest import ENVIRONMENT, Templates


def addons(template: Template) -> dict[str, dict[str, Any]]:
    """Return the properties of each add-on, by its name."""
    found = template.find_resources("AWS::EKS::Addon").values()
    return {each["Properties"]["AddonName"]: each["Properties"] for each in found}


def test_auto_mode_needs_two_addons(whole: Templates) -> None:
    """All others, the pod identity agent too, are part of it."""
    assert set(addons(whole.addons)) == {"metrics-server", "aws-efs-csi-driver"}


def test_without_a_file_system_there_is_no_driver(new_app: Callable[[], App]) -> None:
    """Nothing to mount."""
    stack = Stack(new_app(), "Test", env=ENVIRONMENT)
    cluster = eks.Cluster.from_cluster_attributes(stack, "Cluster", cluster_name="demo")
    Addons(stack, "Addons", config=EksConfig(), cluster=cluster, file_system=None)
    assert set(addons(Template.from_stack(stack))) == {"metrics-server"}


def test_an_addon_runs_on_the_system_pool(whole: Templates) -> None:
    """On machines that are there anyway."""
    values = json.loads(addons(whole.addons)["metrics-server"]["ConfigurationValues"])
    assert values["nodeSelector"] == {"lab-pool": "system"}
    assert [each["value"] for each in values["tolerations"]] == ["system"]


def test_a_version_is_pinned_only_by_the_settings(whole: Templates) -> None:
    """AWS withdraws versions: what is written down would fail one day."""
    versions = {name: each.get("AddonVersion") for name, each in addons(whole.addons).items()}
    assert versions == {"metrics-server": "v0.8.0-eksbuild.2", "aws-efs-csi-driver": None}
