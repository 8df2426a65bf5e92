"""Software on nodes: conda, environments of projects, modules, R, RStudio Server."""

from collections.abc import Callable

import pytest

from tests.bootstrap.nodes.bucket import Bucket
from tests.bootstrap.nodes.conftest import Cluster
from tests.bootstrap.nodes.node import Node

LOAD = "module load pbmc-atlas/scanpy && hello-21"


@pytest.mark.parametrize("role", ["head", "login", "compute"])
def test_module_of_a_project_has_its_programs(cluster: Cluster, role: str) -> None:
    """Lmod finds it in a login shell on every node, as batch scripts have one."""
    node = cluster.nodes[role]
    assert node.run(LOAD, user="ada").stdout == "hello from pbmc-atlas\n"
    assert "Lua" in node.run("module --version", user="ada").stdout


def test_conda_is_there_in_shells(cluster: Cluster) -> None:
    """Its base is root's, and its channels are free of charge, in the order that is strict."""
    node = cluster.nodes["compute"]
    assert "stand-in" in node.run("conda --version", user="ada").stdout
    condarc = node.run("cat /etc/conda/condarc").stdout
    assert "channels: [conda-forge, bioconda]\n" in condarc
    assert "channel_priority: strict\n" in condarc
    assert "defaults" not in condarc.replace("default_channels: [conda-forge]", "")
    assert node.run("find -L /software/conda -perm /022 -not -type l").stdout == ""


def test_downloads_are_fetched_once_for_all_nodes(cluster: Cluster) -> None:
    """The compute node has installed RStudio without asking the mirror."""
    node = cluster.nodes["compute"]
    node.run("test -e /software/downloads/*/rstudio-server-*.deb")
    assert "Get:1 /shared/software/downloads/" in cluster.first["compute"].output


def test_rstudio_is_installed_and_never_a_service(cluster: Cluster) -> None:
    """Its package enables and starts the service, and gets neither."""
    node = cluster.nodes["compute"]
    assert node.run("/usr/lib/rstudio-server/bin/rserver").stdout == "stand-in\n"
    assert node.run("systemctl is-enabled rstudio-server", check=False).stdout == "masked\n"
    assert node.run("systemctl is-active rstudio-server", check=False).stdout == "inactive\n"


def test_r_has_its_kernel(cluster: Cluster) -> None:
    """Ubuntu's R and Ubuntu's IRkernel, which fit each other."""
    node = cluster.nodes["compute"]
    assert node.run("Rscript -e 'library(IRkernel); cat(1 + 1)'", user="ada").stdout == "2"


def test_bad_lock_stops_neither_the_node_nor_other_projects(
    bucket: Bucket, boot: Callable[[str], Node]
) -> None:
    """The environment that worked stays the current one; the topic hears of it."""
    node = boot("head")
    assert node.start().code == 0
    before = node.run("readlink /software/environments/pbmc-atlas/scanpy/current").stdout
    bucket.environment("pbmc-atlas", "scanpy", "hello from a newer one", broken=True)
    other = bucket.environment("cytometry-screen", "flow", "hello from flow")
    start = node.start()
    assert start.code == 0
    assert "ChecksumMismatchError" in start.output
    assert "error: pbmc-atlas/scanpy: conda could not install what its lock file lists" in (
        start.output
    )
    assert node.run("readlink /software/environments/pbmc-atlas/scanpy/current").stdout == before
    assert node.run("ls /software/environments/pbmc-atlas/scanpy").stdout.split() == [
        before.strip(),
        "current",
    ]
    assert node.run(LOAD, user="ada").stdout == "hello from pbmc-atlas\n"
    flow = node.run("readlink /software/environments/cytometry-screen/flow/current").stdout
    assert flow == f"{other}\n"
    assert "environments that could not be made" in node.calls()[-1]


@pytest.mark.parametrize(
    ("lock", "reason"),
    [
        ("name: an environment.yml\n", "its lock file is not the one with the sha256"),
        (None, "its lock file is missing"),
    ],
)
def test_lock_that_is_not_the_recorded_one_is_told(
    bucket: Bucket, boot: Callable[[str], Node], lock: str | None, reason: str
) -> None:
    """Half an upload is no environment."""
    path = bucket.bucket / "lab/environments/pbmc-atlas/scanpy.lock"
    if lock is None:
        path.unlink()
    else:
        path.write_text(lock)
    start = boot("head").start()
    assert (start.code, f"error: pbmc-atlas/scanpy: {reason}" in start.output) == (0, True)


def test_newer_lock_gets_a_folder_of_its_own(bucket: Bucket, boot: Callable[[str], Node]) -> None:
    """Jobs that run keep the older one."""
    node = boot("head")
    node.start()
    bucket.environment("pbmc-atlas", "scanpy", "hello from a newer one")
    assert node.start().code == 0
    assert node.run("module load pbmc-atlas/scanpy; hello-22", user="ada").stdout == (
        "hello from a newer one\n"
    )
    assert node.run("ls /software/environments/pbmc-atlas/scanpy | wc -l").stdout == "3\n"


def test_half_installed_conda_is_made_anew(boot: Callable[[str], Node]) -> None:
    """Its marker comes last, and nothing without it is trusted."""
    node = boot("head")
    assert node.start().code == 0
    node.run("rm /software/conda/current/.lab-complete; touch /software/conda/current/half")
    assert node.start().code == 0
    assert node.run("test -e /software/conda/current/half", check=False).returncode == 1


def test_slow_environment_is_made_in_the_background(
    bucket: Bucket, boot: Callable[[str], Node]
) -> None:
    """The node is ready in time, and the environment comes afterwards."""
    (bucket.bucket / "lab/settings.env").open("a").write("LAB_ENVIRONMENT_SECONDS=0\n")
    node = boot("head")
    start = node.start()
    assert start.code == 0
    assert "pbmc-atlas/scanpy: more than 0 s, made in the background" in start.output
    node.run("until test -e /software/environments/pbmc-atlas/scanpy/current; do sleep 0.2; done")
    assert node.run(LOAD, user="ada").stdout == "hello from pbmc-atlas\n"
