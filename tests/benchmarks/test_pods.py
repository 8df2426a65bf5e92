"""Pods: as many and as large as the values say, and an error where they are silent."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack, aws_ec2 as ec2, aws_efs as efs, aws_eks_v2 as eks
from aws_cdk.assertions import Template
from ruamel.yaml import YAML

from benchmarks.pods import Pod, idle_pods
from cdk.config.compose import compose
from cdk.config.enabled_releases import enabled_releases
from cdk.config.lab import LabConfig
from cdk.config.origin import Layer
from cdk.eks.config import EksConfig
from cdk.eks.node_pool import ON_SYSTEM_POOL
from cdk.facts import Facts
from cdk.releases.catalog import known_releases
from cdk.releases.filled_release import FilledRelease
from console.errors import ConsoleError
from console.helm import helm_program, run_helm
from console.render import as_yaml
from stacks.addons import AddonsStack
from tests.releases.filled import filled, lab

ALL = {
    "storage": {"efs": {}},
    "jupyterhub": {"placeholders": 2},
    "dask_gateway": {},
    "airflow": {"dags": {"repository": "https://git.example.org/dags.git"}, "api_replicas": 2},
}


def _pods(name: str, settings: dict[str, Any] | None = None, **values: Any) -> list[Pod]:  # noqa: ANN401
    """Return the pods of one release, with raw values laid over those of the platform."""
    config = lab(**(ALL if settings is None else settings))
    release = filled(name, config)
    over = compose([Layer(release.values), Layer(values)]).values
    return idle_pods(config, {name: replace(release, values=over)})[1]


def _sizes(pods: list[Pod]) -> dict[str, tuple[float, float]]:
    return {pod.name.partition("/")[2]: (pod.cpu, pod.memory) for pod in pods}


def _filled_app(config: LabConfig) -> FilledRelease:
    """Return the release of the lab's only app."""
    each = enabled_releases(config, known_releases())["app-atlas"]
    return each.filled(config, facts=Facts.example(), secrets=each.example_secrets())


def test_size_is_what_the_values_ask_for() -> None:
    """Cores in thousandths and memory in MiB, whatever unit was written."""
    hub = {"resources": {"requests": {"cpu": 1.5, "memory": "2Gi"}}}
    assert _sizes(_pods("jupyterhub", hub=hub))["hub"] == (1500, 2048)
    hub = {"resources": {"requests": {"cpu": "150m", "memory": "300Mi"}}}
    assert _sizes(_pods("jupyterhub", hub=hub))["hub"] == (150, 300)


def test_containers_of_a_pod_are_added_up() -> None:
    """DAGs out of git cost a second container in two programs."""
    git = {"resources": {"requests": {"cpu": "10m", "memory": "16Mi"}}}
    main = {"resources": {"requests": {"cpu": "100m", "memory": "100Mi"}}}
    given: dict[str, Any] = {"dags": {"gitSync": git}, "triggerer": main, "scheduler": main}
    sizes = _sizes(_pods("airflow", **given))
    assert (sizes["triggerer"], sizes["scheduler"]) == ((110, 116), (100, 100))
    without = _sizes(_pods("airflow", {**ALL, "airflow": {}}, **given))
    assert without["triggerer"] == (100, 100)


def test_replicas_follow_the_settings() -> None:
    """Two API servers and two placeholders are two pods each, and all others are one."""
    count = Counter(pod.name for name in ("airflow", "jupyterhub") for pod in _pods(name))
    assert {name for name, pods in count.items() if pods != 1} == {
        "airflow/api-server",
        "jupyterhub/placeholder",
    }
    assert set(count.values()) == {1, 2}


def test_pods_run_where_they_belong() -> None:
    """Placeholders keep a notebook's machine; the proxy may not be moved."""
    pods = _pods("jupyterhub")
    assert {pod.pool for pod in pods if pod.name == "jupyterhub/placeholder"} == {"notebook"}
    assert {pod.name for pod in pods if pod.pinned} == {"jupyterhub/proxy"}


@pytest.mark.parametrize("resource", ["cpu", "memory"])
def test_missing_request_is_an_error(resource: str) -> None:
    """What asks for nothing is not counted as nothing."""
    requests = {"cpu": "1", "memory": "1Gi"}
    del requests[resource]
    config = lab(**ALL)
    release = filled("jupyterhub", config)
    release.values["hub"]["resources"]["requests"] = requests
    with pytest.raises(ConsoleError, match=f"^jupyterhub/hub asks for no {resource}: "):
        idle_pods(config, {"jupyterhub": release})
    del release.values["hub"]["resources"]
    with pytest.raises(ConsoleError, match=r"has no hub.resources.requests: "):
        idle_pods(config, {"jupyterhub": release})


def test_unreadable_quantity_is_an_error() -> None:
    """Half a core is not half a byte."""
    hub = {"resources": {"requests": {"cpu": "1Gi"}}}
    with pytest.raises(ConsoleError, match="asks for 1Gi of cpu: write 500m or 2"):
        _pods("jupyterhub", hub=hub)


def test_unknown_release_is_an_error() -> None:
    """A release whose programs nobody wrote down is not free."""
    config = lab(**ALL)
    release = filled("jupyterhub", config)
    other = replace(release, release=replace(release.release, name="grafana"))
    with pytest.raises(ConsoleError, match=r"components.yaml does not say what monitoring starts"):
        idle_pods(config, {"monitoring": other})


def test_web_app_is_as_large_as_its_chart_makes_it(tmp_path: Path) -> None:
    """The login proxy's size stands in the chart alone: rendered, it is the same."""
    config = lab(apps={"atlas": {"image": "lab/a:1", "port": 8080, "groups": ["lab-users"]}})
    release = _filled_app(config)
    arguments = ["template", "app-atlas", str(release.release.chart_folder), "--values", "-"]
    text = run_helm(helm_program(tmp_path), arguments, values=as_yaml([release.values]))
    (deployment,) = (
        each for each in YAML(typ="safe").load_all(text) if each["kind"] == "Deployment"
    )
    containers = deployment["spec"]["template"]["spec"]["containers"]
    requests = [each["resources"]["requests"] for each in containers]
    cpu = sum(int(each["cpu"].removesuffix("m")) for each in requests)
    memory = sum(int(each["memory"].removesuffix("Mi")) for each in requests)
    assert _sizes(idle_pods(config, {"app-atlas": release})[1]) == {"app": (cpu, memory)}


def test_addons_keep_the_sizes_of_aws(new_app: Callable[[], App]) -> None:
    """As soon as the stack sets sizes or replicas, components.yaml is to be corrected."""
    app = new_app()
    other = Stack(app, "Other")
    cluster = eks.Cluster.from_cluster_attributes(other, "Eks", cluster_name="demo")
    group = ec2.SecurityGroup.from_security_group_id(other, "Group", "sg-0a1b2c3d4e5f67890")
    shared = efs.FileSystem.from_file_system_attributes(
        other, "Efs", security_group=group, file_system_id="fs-0a1b2c3d4e5f67890"
    )
    stack = AddonsStack(app, lab(**ALL), eks=EksConfig(), cluster=cluster, file_system=shared)
    found = Template.from_stack(stack).find_resources("AWS::EKS::Addon")
    settings = {
        each["Properties"]["AddonName"]: json.loads(each["Properties"]["ConfigurationValues"])
        for each in found.values()
    }
    assert settings == {
        "metrics-server": {**ON_SYSTEM_POOL, "replicas": 1},
        "aws-efs-csi-driver": {"controller": ON_SYSTEM_POOL},
    }
    addons = Counter(pod.name for pod in idle_pods(lab(**ALL), {})[0])
    assert addons == {"eks/metrics-server": 1, "eks/efs-csi-controller": 2}


def test_lab_without_file_system_has_no_driver_for_it() -> None:
    """The EFS driver is installed with a file system only."""
    assert {pod.name for pod in idle_pods(lab(), {})[0]} == {"eks/metrics-server"}
