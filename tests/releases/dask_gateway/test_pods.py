"""Dask Gateway's controller builds the pods of schedulers and workers from our values."""

from typing import Any

import pytest

from tests.kubernetes.checks import problems
from tests.releases.dask_gateway.conftest import NOTEBOOK

Answer = dict[str, Any]
ROLES = ("scheduler", "worker")


def pod_of(answer: Answer, asked: str, role: str) -> Any:  # noqa: ANN401 - a Kubernetes object
    """Return a pod of a cluster."""
    return answer["asked"][asked]["pods"][role]


def container(pod: Any) -> Any:  # noqa: ANN401
    """Return its only container."""
    (found,) = pod["spec"]["containers"]
    return found


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("asked", ["usual", "large", "project", "gpu-cores"])
def test_pod_is_right_for_kubernetes(answer: Answer, asked: str, role: str) -> None:
    """Strict schemas of each version, and checks of meaning: requests, labels, mounts."""
    accounts = ("ServiceAccount/dask-user", "ServiceAccount/project-pbmc-atlas")
    there = (*accounts, "Secret/dask-credentials-c0ffee")
    assert problems([pod_of(answer, asked, role)], there=there) == []


def test_scheduler_stays_and_workers_take_what_is_cheapest(answer: Answer) -> None:
    """Both in the pool dask; only the scheduler insists on a machine that is not taken away."""
    selectors = [pod_of(answer, "usual", role)["spec"]["nodeSelector"] for role in ROLES]
    assert selectors == [
        {"lab-pool": "dask", "karpenter.sh/capacity-type": "on-demand"},
        {"lab-pool": "dask"},
    ]


@pytest.mark.parametrize("role", ROLES)
def test_pod_tolerates_the_pool_of_dask(answer: Answer, role: str) -> None:
    """And no other."""
    assert pod_of(answer, "usual", role)["spec"]["tolerations"] == [
        {"key": "lab-pool", "operator": "Equal", "value": "dask", "effect": "NoSchedule"}
    ]


@pytest.mark.parametrize(
    ("asked", "cores", "gib", "image"),
    [
        ("usual", 2, 8, NOTEBOOK),
        ("large", 4, 32, "pangeo/ml-notebook:2025.12.30"),
        ("gpu-cores", 16, 8, NOTEBOOK),
    ],
)
def test_worker_has_what_was_asked_for(
    answer: Answer, asked: str, cores: int, gib: int, image: str
) -> None:
    """Requests are limits, so that nobody takes more; the scheduler has the same image."""
    worker = container(pod_of(answer, asked, "worker"))
    size = {"cpu": f"{cores}.000", "memory": str(gib * 2**30)}
    assert worker["resources"] == {"requests": size, "limits": size}
    assert {container(pod_of(answer, asked, role))["image"] for role in ROLES} == {image}


@pytest.mark.parametrize(
    ("asked", "account", "labels"),
    [
        ("usual", "dask-user", {"lab-user": "ana.k-lab.org"}),
        (
            "project",
            "project-pbmc-atlas",
            {"lab-user": "ana.k-lab.org", "lab-project": "pbmc-atlas"},
        ),
    ],
)
@pytest.mark.parametrize("role", ROLES)
def test_pod_works_as_the_project_or_has_no_rights(
    answer: Answer, role: str, asked: str, account: str, labels: dict[str, str]
) -> None:
    """The name of the person is a label as far as a label may hold it, and an annotation."""
    pod = pod_of(answer, asked, role)
    metadata = pod["metadata"]
    assert pod["spec"]["serviceAccountName"] == account
    assert {k: v for k, v in metadata["labels"].items() if k.startswith("lab-")} == labels
    assert metadata["annotations"]["lab-user"] == "ana.k@lab.org"


@pytest.mark.parametrize("role", ROLES)
def test_nobody_works_as_root(answer: Answer, role: str) -> None:
    """No privilege, no way to get one, no token of Kubernetes."""
    pod = pod_of(answer, "usual", role)
    assert container(pod)["securityContext"] == {
        "runAsUser": 1000,
        "runAsNonRoot": True,
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert pod["spec"]["automountServiceAccountToken"] is False


def test_worker_spills_to_its_own_disk(answer: Answer) -> None:
    """A folder of limited size, which Dask is told of."""
    pod = pod_of(answer, "usual", "worker")
    volumes = {each["name"]: each for each in pod["spec"]["volumes"]}
    assert volumes["spill"] == {"name": "spill", "emptyDir": {"sizeLimit": "20Gi"}}
    assert {"name": "spill", "mountPath": "/spill"} in container(pod)["volumeMounts"]
    assert {"name": "DASK_TEMPORARY_DIRECTORY", "value": "/spill"} in container(pod)["env"]


def test_variables_that_a_person_sets_are_texts(answer: Answer) -> None:
    """A number would be refused by Kubernetes, long after the person has left."""
    env = container(pod_of(answer, "large", "worker"))["env"]
    assert {"name": "OMP_NUM_THREADS", "value": "1"} in env
