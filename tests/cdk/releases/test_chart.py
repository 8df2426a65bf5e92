"""One Helm release in CloudFormation."""

import json
from collections.abc import Callable

from aws_cdk import App, CfnParameter

from cdk.releases.catalog import known_releases
from cdk.releases.chart import HelmRelease
from cdk.releases.filled_release import FilledRelease
from tests.cdk.releases.cluster import charts, known_cluster, manifests, new_stack
from tests.cdk.releases.conftest import WriteRelease

SECRET = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "x"}}


def test_helm_gets_an_exact_chart_a_time_and_the_values(
    new_app: Callable[[], App], write_release: WriteRelease
) -> None:
    """Every word of `release.yaml` reaches helm; values keep their types, empty ones too."""
    stack = new_stack(new_app())
    values = {"a": {"b": 1, "c": True, "d": 0.5}, "list": [], "map": {}, "text": "", "no": False}
    filled = FilledRelease("viewer", write_release(wait=True, timeout_minutes=7), values, [], [])
    HelmRelease(stack, "Viewer", filled=filled, cluster=known_cluster(stack))
    properties = charts(stack)["viewer"]["Properties"]
    assert json.loads(properties.pop("Values")) == values
    assert properties == {
        "ServiceToken": "arn:aws:lambda:us-east-1:111122223333:function:kubectl",
        "ClusterName": "demo-dev",
        "Release": "viewer",
        "Chart": "viewer",
        "Version": "1.2.3",
        "Repository": "https://charts.example.org",
        "Namespace": "viewer",
        "Wait": True,
        "Timeout": "420s",
    }


def test_helm_does_not_wait_where_it_must_not(
    new_app: Callable[[], App], write_release: WriteRelease
) -> None:
    """Airflow's hooks and pods would wait for each other for ever."""
    stack = new_stack(new_app())
    filled = FilledRelease("viewer", write_release(wait=False), {}, [], [])
    HelmRelease(stack, "Viewer", filled=filled, cluster=known_cluster(stack))
    assert "Wait" not in charts(stack)["viewer"]["Properties"]


def test_fact_arrives_as_a_reference(
    new_app: Callable[[], App], write_release: WriteRelease
) -> None:
    """What is known only when it is deployed is put in by CloudFormation."""
    stack = new_stack(new_app())
    host = CfnParameter(stack, "Host").value_as_string
    filled = FilledRelease("viewer", write_release(), {"url": f"https://{host}/"}, [], [])
    HelmRelease(stack, "Viewer", filled=filled, cluster=known_cluster(stack))
    assert charts(stack)["viewer"]["Properties"]["Values"] == {
        "Fn::Join": ["", ['{"url":"https://', {"Ref": "Host"}, '/"}']]
    }


def test_manifests_come_before_and_after_the_chart(
    new_app: Callable[[], App], write_release: WriteRelease
) -> None:
    """Secrets before the pods that need them; objects of a new kind after the chart that has it."""
    stack = new_stack(new_app())
    filled = FilledRelease("viewer", write_release(), {}, [SECRET], [SECRET])
    HelmRelease(stack, "Viewer", filled=filled, cluster=known_cluster(stack))
    (chart,) = charts(stack).values()
    before, after = sorted(manifests(stack), key=lambda name: "Before" not in name)
    assert before in chart["DependsOn"]
    assert any("ViewerChart" in name for name in manifests(stack)[after]["DependsOn"])
    assert json.loads(manifests(stack)[before]["Properties"]["Manifest"])[0]["kind"] == "Secret"


def test_chart_of_ours_is_sent_along(new_app: Callable[[], App]) -> None:
    """From the assets of the deployment, so no repository is asked."""
    stack = new_stack(new_app())
    filled = FilledRelease("app-atlas", known_releases()["webapp"], {}, [], [])
    HelmRelease(stack, "Atlas", filled=filled, cluster=known_cluster(stack))
    properties = charts(stack)["app-atlas"]["Properties"]
    assert "cdk-hnb659fds-assets-111122223333-us-east-1" in str(properties["ChartAssetURL"])
    assert {"Chart", "Version", "Repository"} & properties.keys() == set()
