"""The chart of web apps: every kind, every object, and what its schema refuses."""

from collections.abc import Callable
from typing import Any

import pytest

from cdk.apps.config import PROXY_PORT
from tests.charts.conftest import APPS, CHART
from tests.kubernetes.checks import problems
from tests.kubernetes.helm import Helm, HelmError
from tests.kubernetes.manifests import Manifest, pods, selects

Rendered = Callable[..., dict[str, Manifest]]
Filled = Callable[..., tuple[dict[str, Any], list[Manifest]]]


def _spec(manifests: dict[str, Manifest]) -> dict[str, Any]:
    spec: dict[str, Any] = manifests["Deployment"]["spec"]["template"]["spec"]
    return spec


def _containers(manifests: dict[str, Manifest]) -> dict[str, dict[str, Any]]:
    spec = _spec(manifests)
    every = [*spec.get("initContainers", []), *spec["containers"]]
    return {container["name"]: container for container in every}


@pytest.mark.parametrize("name", APPS)
def test_every_kind_is_right(name: str, rendered: Rendered) -> None:
    """Schemas of each supported version and all other checks find nothing."""
    assert problems([*rendered(name).values()]) == []


@pytest.mark.parametrize("name", APPS)
def test_lint_finds_nothing(name: str, helm: Helm, filled: Filled) -> None:
    """`helm lint --strict` has nothing to say but that there is no icon."""
    said = helm.lint(CHART, filled(name)[0])
    assert [line for line in said.splitlines() if line.startswith("[")] == [
        "[INFO] Chart.yaml: icon is recommended"
    ]


@pytest.mark.parametrize("name", APPS)
def test_same_settings_give_the_same_objects(name: str, rendered: Rendered) -> None:
    """Nothing is random, so an upgrade without a change changes nothing."""
    assert rendered(name) == rendered(name)


@pytest.mark.parametrize("name", APPS)
def test_login_is_the_only_way_in(name: str, rendered: Rendered) -> None:
    """Policy, Service and Ingress lead to the login proxy, and the program's port to nobody."""
    found = rendered(name)
    (pod,) = pods([found["Deployment"]])
    policy = found["NetworkPolicy"]["spec"]
    assert selects(policy["podSelector"], pod.labels)
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    assert policy["ingress"] == [{"ports": [{"protocol": "TCP", "port": PROXY_PORT}]}]
    assert [port["targetPort"] for port in found["Service"]["spec"]["ports"]] == ["login"]
    login = _containers(found)["login"]
    assert login["ports"] == [{"name": "login", "containerPort": PROXY_PORT}]


@pytest.mark.parametrize("name", APPS)
def test_login_asks_for_groups(name: str, rendered: Rendered) -> None:
    """A login alone opens nothing: one of the app's groups does."""
    arguments = _containers(rendered(name))["login"]["args"]
    groups = [each.split("=")[1] for each in arguments if each.startswith("--allowed-group=")]
    expected = APPS[name].get("groups") or [APPS[name]["project"]]
    assert groups == sorted(["lab-admins", *expected])
    assert "--oidc-groups-claim=cognito:groups" in arguments
    assert [each for each in arguments if "skip-auth" in each or "insecure-oidc-a" in each] == []


def test_login_forwards_to_the_program(rendered: Rendered) -> None:
    """The proxy sends to the port that the program opens, inside the pod."""
    containers = _containers(rendered("http"))
    assert "--upstream=http://127.0.0.1:8080" in containers["login"]["args"]
    assert containers["app"]["ports"] == [{"name": "app", "containerPort": 8080}]


@pytest.mark.parametrize("name", APPS)
def test_secrets_come_from_secrets_manager(name: str, rendered: Rendered) -> None:
    """Every secret is a reference, and External Secrets makes what is referred to."""
    found = rendered(name)
    variables = _containers(found)["login"]["env"]
    assert [each for each in variables if "value" in each] == []
    assert {f"ExternalSecret/app-{name}-login", f"ExternalSecret/app-{name}-cookie"} <= {*found}


@pytest.mark.parametrize("name", APPS)
def test_every_container_is_restricted(name: str, rendered: Rendered) -> None:
    """Nobody is root, gains rights, or holds a key to the cluster."""
    found = rendered(name)
    spec = _spec(found)
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert spec["automountServiceAccountToken"] is False
    assert found["ServiceAccount"]["automountServiceAccountToken"] is False
    for container in _containers(found).values():
        context = container["securityContext"]
        assert context["allowPrivilegeEscalation"] is False
        assert context["capabilities"] == {"drop": ["ALL"]}
        assert context["readOnlyRootFilesystem"] is True


def test_object_is_copied_before_the_program_starts(rendered: Rendered) -> None:
    """The init container copies one object to where the program looks for it."""
    containers = _containers(rendered("cellxgene"))
    source = "s3://demo-dev-results/projects/pbmc-atlas/pbmc.h5ad"
    assert containers["fetch"]["args"] == ["s3", "cp", "--only-show-errors", source, "/data/"]
    assert containers["app"]["command"][-1] == "/data/pbmc.h5ad"
    assert containers["fetch"]["resources"]["requests"]["ephemeral-storage"] == "20Gi"


def test_folder_is_synchronised(rendered: Rendered) -> None:
    """A folder is copied with everything below it."""
    arguments = _containers(rendered("http"))["fetch"]["args"]
    assert arguments == ["s3", "sync", "--only-show-errors", "s3://demo-dev-raw/site/", "/data"]


@pytest.mark.parametrize("name", ["cellxgene", "shiny", "http"])
def test_program_cannot_change_data(name: str, rendered: Rendered) -> None:
    """Data is mounted read-only wherever it comes from."""
    mounts = _containers(rendered(name))["app"]["volumeMounts"]
    assert {"name": "data", "mountPath": "/data", "readOnly": True} in mounts


def test_file_system_is_mounted_read_only(rendered: Rendered) -> None:
    """The folder of the project is a volume that cannot be written, read by its Unix group."""
    found = rendered("shiny")
    volume = found["PersistentVolume"]["spec"]
    folder = "fs-0a1b2c3d4e5f67890:/projects/pbmc-atlas/dashboard"
    assert (volume["csi"]["volumeHandle"], volume["csi"]["readOnly"]) == (folder, True)
    assert volume["mountOptions"] == ["tls", "iam", "ro"]
    assert _spec(found)["securityContext"]["supplementalGroups"] == [20001]
    claim = found["PersistentVolumeClaim"]
    assert claim["spec"]["volumeName"] == found["PersistentVolume"]["metadata"]["name"]
    assert volume["claimRef"]["name"] == claim["metadata"]["name"]
    # Left out, it would mean the default class, and a new disk instead of the file system.
    assert (volume["storageClassName"], claim["spec"]["storageClassName"]) == ("", "")


def test_other_folder_is_another_volume(rendered: Rendered) -> None:
    """A volume cannot be changed, so another path gets another name."""
    before, after = (
        rendered("shiny", data={"efs": path})["PersistentVolume"]["metadata"]["name"]
        for path in ("dashboard/", "other/")
    )
    assert before != after


def test_several_copies_are_scaled_and_kept(rendered: Rendered) -> None:
    """The autoscaler owns the number of copies, and a node is emptied one copy at a time."""
    found = rendered("cellxgene")
    scaler = found["HorizontalPodAutoscaler"]["spec"]
    assert (scaler["minReplicas"], scaler["maxReplicas"]) == (2, 4)
    assert "replicas" not in found["Deployment"]["spec"]
    assert found["PodDisruptionBudget"]["spec"]["maxUnavailable"] == 1
    spread = [each["topologyKey"] for each in _spec(found)["topologySpreadConstraints"]]
    assert spread == ["topology.kubernetes.io/zone", "kubernetes.io/hostname"]


def test_single_copy_may_be_moved(rendered: Rendered) -> None:
    """One copy has neither autoscaler nor budget, which would pin its node."""
    found = rendered("dash")
    assert found["Deployment"]["spec"]["replicas"] == 1
    assert {"HorizontalPodAutoscaler", "PodDisruptionBudget"} & {*found} == set()


def test_program_gets_the_time_it_needs(rendered: Rendered) -> None:
    """Loading may take minutes, and a program that computes is not ended."""
    app = _containers(rendered("cellxgene", start_minutes=30))["app"]
    startup = app["startupProbe"]
    assert startup["periodSeconds"] * startup["failureThreshold"] == 30 * 60
    assert startup["httpGet"]["path"] == "/health"
    assert app["livenessProbe"]["tcpSocket"] == {"port": "app"}


def test_app_without_host_has_no_ingress(rendered: Rendered) -> None:
    """Behind a port-forward there is no load balancer and no TLS, and the cookie knows."""
    found = rendered("dash", host=None)
    arguments = _containers(found)["login"]["args"]
    assert "Ingress" not in found
    assert {"--cookie-secure=false", "--cookie-name=app-dash"} <= {*arguments}


def test_cookie_stays_with_its_host(rendered: Rendered) -> None:
    """No other app of the domain can set or read the cookie of a login."""
    arguments = _containers(rendered("dash"))["login"]["args"]
    assert {"--cookie-secure=true", "--cookie-name=__Host-app-dash"} <= {*arguments}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("imge",), "a:1"),
        (("image",), "a"),
        (("image",), "a:latest"),
        (("port",), PROXY_PORT),
        (("port",), "8080"),
        (("login", "group"), ["a"]),
        (("login", "groups"), []),
        (("login", "scopes"), ["email"]),
        (("login", "redirectUrl"), "https://a.org/"),
        (("login", "clientSecret"), "hunter 2"),
        (("resources", "limits"), {"cpu": 1}),
        (("replicas", "min"), 0),
        (("data",), {"efs": {"fileSystemId": "fs-1", "path": "a"}}),
        (("data",), {"s3": {"bucket": "b-1", "key": "/a", "size": "1Gi"}}),
        (("data",), {"gcs": {}}),
        (("env",), {"A": 1}),
        (("env",), {"A-B": "1"}),
        (("runAsUser",), 0),
    ],
)
def test_wrong_value_is_refused(
    path: tuple[str, ...], value: object, helm: Helm, filled: Filled
) -> None:
    """The schema is closed, and helm names the value."""
    own, _ = filled("dash")
    node = own
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    with pytest.raises(HelmError, match=path[-1]):
        helm.template(CHART, own, release="app-dash", namespace="apps")


def test_default_values_are_no_app(helm: Helm) -> None:
    """Image and login have to be said."""
    with pytest.raises(HelmError, match="image"):
        helm.template(CHART, {}, release="app-x", namespace="apps")
