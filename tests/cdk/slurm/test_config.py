"""Settings of the Slurm cluster."""

import pytest
from pydantic import ValidationError

from cdk.slurm.config import HeadNodeConfig, LoginNodeConfig, ScratchConfig, SlurmConfig


def messages(**settings: object) -> list[str]:
    """Return the first words of what is said about a cluster."""
    config = SlurmConfig.model_validate(settings)
    return [f"{problem.path[0]} {problem.message.split()[0]}" for problem in config.problems()]


def test_defaults_are_without_fault() -> None:
    """`slurm: {}` is a cluster with one queue."""
    config = SlurmConfig()
    assert list(config.enabled_queues()) == ["cpu"]
    assert [*config.problems(), *config.head_node.problems(), *config.login_node.problems()] == []


def test_queues_that_are_off_are_left_out_in_the_order_of_the_others() -> None:
    """The first one is Slurm's default."""
    config = SlurmConfig.model_validate({"queues": {"highmem": {}, "gpu": None, "cpu": {}}})
    assert list(config.enabled_queues()) == ["highmem", "cpu"]


def test_a_cluster_has_a_queue() -> None:
    """ParallelCluster refuses one without."""
    assert messages(queues={"cpu": None}) == ["queues are"]


@pytest.mark.parametrize(
    ("cidr", "expected"),
    [
        ("10.8.0.0/16", []),
        ("192.168.7.0/24", []),
        ("0.0.0.0/0", ["ssh_cidr lets"]),
        ("128.0.0.0/1", ["ssh_cidr lets"]),
        ("192.0.2.0/24", ["ssh_cidr is"]),
    ],
)
def test_ssh_is_open_to_a_connected_network(cidr: str, expected: list[str]) -> None:
    """Everybody is refused, and halves of everybody; the login node has a private address."""
    assert messages(ssh_cidr=cidr) == expected


def test_a_public_network_is_a_warning() -> None:
    """A campus may be connected with public addresses."""
    (problem,) = SlurmConfig.model_validate({"ssh_cidr": "192.0.2.0/24"}).problems()
    assert problem.warning


def test_nodes_have_processors_that_the_software_is_for() -> None:
    """R, conda's packages and Slurm are installed for x86_64."""
    for config in (
        HeadNodeConfig(instance_type="m7g.large"),
        LoginNodeConfig(instance_type="m7g.large"),
    ):
        (problem,) = config.problems()
        assert problem.message == "has ARM processors (got m7g.large)"


def test_a_small_login_node_is_a_warning() -> None:
    """JupyterHub and all sessions share it."""
    (problem,) = LoginNodeConfig(instance_type="t3.small").problems()
    assert problem.warning
    assert "t3.small with 2 GiB" in problem.message


@pytest.mark.parametrize(
    ("size", "right"), [(1200, True), (2400, True), (4800, True), (3600, False), (0, False)]
)
def test_scratch_has_a_size_of_lustre(size: int, *, right: bool) -> None:
    """FSx sells SCRATCH_2 in these steps."""
    assert (not [*ScratchConfig(size_gib=size).problems()]) == right


@pytest.mark.parametrize(
    "settings",
    [
        {"mirror_url": "http://mirror.example.org"},
        {"mirror_url": "https://ada:secret@mirror.example.org"},
        {"head_node": {"root_volume_size_gib": 50}},
        {"notebook": {"partition": "a--b"}},
        {"accounting": {"instance_type": "m7i.large"}},
        {"queues": {}},
    ],
)
def test_values_that_cannot_be_are_refused(settings: dict[str, object]) -> None:
    """By their type, before any rule."""
    with pytest.raises(ValidationError):
        SlurmConfig.model_validate(settings)
