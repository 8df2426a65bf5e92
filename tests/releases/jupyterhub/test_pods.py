"""KubeSpawner builds the pod of every profile; a stand-in applies values as the chart would."""

from typing import Any

import pytest

from cdk.jupyterhub.profiles import BUILT_IN
from tests.kubernetes.checks import problems

Answer = dict[str, Any]

STARTED = [
    *(f"ben-{name}" for name in BUILT_IN),
    *(f"ana-{name}" for name in ("small", "large", "rstudio", "no-project", "second", "buckets")),
    "cleo-gpu",
]
"""The servers that come up, of people in different groups."""

HOME = "home/ana-k-lab-org---0e01a2b0"


def pod_of(answer: Answer, start: str) -> Any:  # noqa: ANN401 - a Kubernetes object
    """Return the pod of a server that somebody started."""
    started = answer["starts"][start]
    assert "error" not in started
    return started["pod"]


def notebook(pod: Any) -> Any:  # noqa: ANN401
    """Return the container that the person works in."""
    (container,) = pod["spec"]["containers"]
    return container


def folders(pod: Any) -> dict[str, str]:  # noqa: ANN401
    """Return the folders of the file system in a pod, by where they are mounted."""
    mounts = notebook(pod)["volumeMounts"]
    return {m["mountPath"]: m["subPath"] for m in mounts if m["name"] == "home"}


@pytest.mark.parametrize("start", STARTED)
def test_pod_is_right_for_kubernetes(answer: Answer, start: str) -> None:
    """Strict schemas of each version, and checks of meaning; PriorityClass and PVC are there."""
    there = (
        "PersistentVolumeClaim/efs",
        "Secret/singleuser",
        "PriorityClass/jupyterhub-default-priority",
        "ServiceAccount/jupyter-user",
        "ServiceAccount/project-pbmc-atlas",
        "ServiceAccount/project-buckets-only",
    )
    assert problems([pod_of(answer, start)], there=there) == []


@pytest.mark.parametrize("name", BUILT_IN)
def test_pod_has_what_the_profile_says(answer: Answer, name: str) -> None:
    """Image, sizes, pool, page: cores as numbers, memory in bytes."""
    profile, pod = BUILT_IN[name], pod_of(answer, f"ben-{name}")
    container = notebook(pod)
    gpus = {"nvidia.com/gpu": str(profile.gpus)} if profile.gpus else {}
    memory = profile.memory_gib * 2**30
    assert container["image"] == profile.image
    assert container["resources"] == {
        "requests": {"cpu": profile.cpu_guarantee, "memory": memory, **gpus},
        "limits": {"cpu": profile.cpu_limit, "memory": memory, **gpus},
    }
    assert pod["spec"]["nodeSelector"] == {"lab-pool": profile.node_pool}
    assert container["workingDir"] == profile.home_path
    variables = {each["name"]: each.get("value") for each in container["env"]}
    assert variables["JUPYTERHUB_DEFAULT_URL"] == profile.default_url


@pytest.mark.parametrize(
    ("start", "keys"),
    [
        ("ben-small", {"lab-pool": "notebook"}),
        ("ben-gpu", {"lab-pool": "gpu", "nvidia.com/gpu": None}),
    ],
)
def test_pod_tolerates_its_own_pool_only(
    answer: Answer, start: str, keys: dict[str, str | None]
) -> None:
    """A profile's tolerations replace the others, so they are all there."""
    tolerations = pod_of(answer, start)["spec"]["tolerations"]
    assert {each["key"]: each.get("value") for each in tolerations} == keys


@pytest.mark.parametrize("start", STARTED)
def test_nobody_works_as_root(answer: Answer, start: str) -> None:
    """No privilege, no way to get one, no token of Kubernetes, and no eviction for packing."""
    pod = pod_of(answer, start)
    assert notebook(pod)["securityContext"] == {
        "runAsUser": 1000,
        "runAsNonRoot": True,
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert pod["spec"]["automountServiceAccountToken"] is False
    assert pod["metadata"]["annotations"]["karpenter.sh/do-not-disrupt"] == "true"


def test_a_server_goes_with_the_release_that_started_it(answer: Answer) -> None:
    """Its owner is a Secret of the chart, which upgrades keep and an uninstallation removes."""
    (owner,) = pod_of(answer, "ana-small")["metadata"]["ownerReferences"]
    assert owner == {
        "apiVersion": "v1",
        "kind": "Secret",
        "name": "hub",
        "uid": "uid of jupyterhub/hub",
    }


def test_home_is_the_same_folder_in_all_profiles(answer: Answer) -> None:
    """Only where it is mounted differs, as images want it; a name is made safe for a path."""
    starts = ("ana-small", "ana-large", "ana-rstudio", "ana-second")
    homes = [folders(pod_of(answer, start)) for start in starts]
    assert [home.get("/home/rstudio", home.get("/home/jovyan")) for home in homes] == [HOME] * 4
    assert "/home/jovyan" not in homes[2]


def test_folders_are_made_by_a_container_that_sees_the_whole_file_system(answer: Answer) -> None:
    """Nobody else in the pod does; it learns owners from what the hub writes."""
    pod = pod_of(answer, "ana-small")
    (first,) = pod["spec"]["initContainers"]
    variables = {each["name"]: each.get("value") for each in first["env"]}
    project = dict.fromkeys(("PROJECT", "PROJECT_OWNER", "PROJECT_PERMISSIONS"))
    assert variables == {"ROOT_FOLDER": "/efs", "HOME_FOLDER": HOME, **project}
    assert first["volumeMounts"] == [{"name": "home", "mountPath": "/efs"}]
    assert first["securityContext"]["capabilities"]["drop"] == ["ALL"]
    assert all("subPath" in m for m in notebook(pod)["volumeMounts"] if m["name"] == "home")


def test_sqlite_stays_off_the_file_system(answer: Answer, hub_values: dict[str, Any]) -> None:
    """Files of Jupyter's and IPython's settings are mounted, and name paths in /tmp."""
    mounts = {m["mountPath"] for m in notebook(pod_of(answer, "ana-small"))["volumeMounts"]}
    files = hub_values["singleuser"]["extraFiles"]
    assert {file["mountPath"] for file in files.values()} <= mounts
    paths = [
        value
        for file in files.values()
        for settings in file["data"].values()
        for key, value in settings.items()
        if key in {"db_path", "db_file", "hist_file"}
    ]
    assert len(paths) == 4
    assert all(path.startswith("/tmp/") for path in paths)  # noqa: S108 - in the pod


def test_settings_of_jupyter_lie_where_it_reads_them(answer: Answer) -> None:
    """Of `jupyter_server_config.d` it takes extensions alone: no kernel would ever be ended."""
    mounts = notebook(pod_of(answer, "ana-small"))["volumeMounts"]
    assert {m["subPath"]: m["mountPath"] for m in mounts if m["name"] == "files"} == {
        "jupyter_server": "/usr/local/etc/jupyter/jupyter_server_config.json",
        "ipython": "/usr/local/etc/ipython/ipython_config.json",
    }


def test_dask_finds_gateway_and_image(answer: Answer) -> None:
    """Braces that Dask fills in inside the pod have passed through KubeSpawner."""
    env = notebook(pod_of(answer, "ben-rstudio"))["env"]
    variables = {each["name"]: each.get("value") for each in env}
    assert variables["DASK_GATEWAY__CLUSTER__OPTIONS__IMAGE"] == "{JUPYTER_IMAGE_SPEC}"
    assert variables["JUPYTER_IMAGE_SPEC"] == "rocker/binder:4.5.1"
    assert (
        variables["DASK_DISTRIBUTED__DASHBOARD__LINK"]
        == "{JUPYTERHUB_SERVICE_PREFIX}proxy/{port}/status"
    )


def test_a_start_may_take_as_long_as_a_new_machine(answer: Answer) -> None:
    """In seconds, from minutes."""
    assert answer["starts"]["ben-small"]["start_timeout"] == 900
