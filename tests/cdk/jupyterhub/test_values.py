"""Tests of the values that settings make for JupyterHub's chart."""

from typing import Any

import pytest

from cdk.jupyterhub.config import JupyterHubConfig
from cdk.jupyterhub.values import values

CIDR = "10.20.0.0/16"


def made(*, host: str | None = None, dask: bool = False, **settings: Any) -> Any:  # noqa: ANN401
    """Return the values of settings as they come from a file."""
    config = JupyterHubConfig.model_validate(settings)
    return values(config, host=host, dask_gateway=dask, vpc_cidr=CIDR, accounts={})


def test_with_a_host_there_is_an_ingress() -> None:
    """And the login comes back to it."""
    hub = made(host="hub.lab.example.org")
    assert hub["ingress"]["enabled"] is True
    assert hub["ingress"]["hosts"] == ["hub.lab.example.org"]
    assert hub["hub"]["config"]["GenericOAuthenticator"]["oauth_callback_url"] == (
        "https://hub.lab.example.org/hub/oauth_callback"
    )


def test_without_a_host_people_forward_a_port() -> None:
    """There is no ingress."""
    hub = made()
    assert hub["ingress"] == {"enabled": False}
    assert hub["hub"]["config"]["GenericOAuthenticator"]["oauth_callback_url"] == (
        "http://localhost:8000/hub/oauth_callback"
    )


def test_idle_times_are_seconds_for_hub_and_kernels() -> None:
    """The hub stops servers, each server its own kernels and terminals."""
    hub = made(cull={"kernel_idle_minutes": 30, "server_idle_minutes": 45, "max_age_hours": None})
    assert hub["cull"] == {"timeout": 2700, "maxAge": 0}
    data = hub["singleuser"]["extraFiles"]["jupyter_server"]["data"]
    assert data == {
        "MappingKernelManager": {"cull_idle_timeout": 1800},
        "TerminalManager": {"cull_inactive_timeout": 1800},
    }


@pytest.mark.parametrize(
    ("servers", "expected"),
    [(0, (False, None)), (3, (True, 3))],
)
def test_no_named_servers_are_none(servers: int, expected: tuple[bool, int | None]) -> None:
    """To the chart a limit of 0 would be no limit."""
    hub = made(named_servers_per_user=servers)["hub"]
    assert (hub["allowNamedServers"], hub.get("namedServerLimitPerUser")) == expected


def test_limits_and_placeholders_are_those_of_the_settings() -> None:
    """A placeholder is as large as what most people start."""
    hub = made(active_servers=7, concurrent_starts=3, placeholders=2, start_timeout_minutes=20)
    assert hub["hub"]["activeServerLimit"] == 7
    assert hub["hub"]["concurrentSpawnLimit"] == 3
    assert hub["singleuser"]["startTimeout"] == 1200
    assert hub["scheduling"]["userPlaceholder"] == {
        "enabled": True,
        "replicas": 2,
        "resources": {"requests": {"cpu": "500m", "memory": "4096Mi"}},
    }


def test_without_placeholders_there_is_none_to_keep() -> None:
    """Nor a disruption budget for them."""
    assert made()["scheduling"]["userPlaceholder"]["enabled"] is False


def test_profiles_say_how_large_they_are() -> None:
    """The line below a name is never older than the numbers."""
    profiles = made(profiles={"gpu": {}, "large": {"memory_gib": 120}, "bare": {}})
    lines = {p["slug"]: p["description"] for p in profiles["singleuser"]["profileList"]}
    assert lines["large"] == (
        "Python notebooks with data that fills the memory: up to 8 cores, 120 GiB of memory"
    )
    assert lines["gpu"].endswith("up to 7 cores, 28 GiB of memory, 1 GPU")
    assert lines["bare"] == "up to 2 cores, 4 GiB of memory"


def test_without_dask_nothing_speaks_of_it() -> None:
    """No service, no role, no variable, no way to its proxy."""
    assert "dask" not in str(made())


def test_notebooks_reach_the_proxy_of_dask() -> None:
    """By its labels, on the port that carries everything."""
    egress = made(dask=True)["singleuser"]["networkPolicy"]["egress"]
    assert egress[-1]["ports"] == [{"port": 8000}]
    assert egress[-1]["to"][0]["podSelector"]["matchLabels"] == {
        "app.kubernetes.io/name": "dask-gateway",
        "app.kubernetes.io/component": "traefik",
    }


def test_without_internet_aws_is_reached_all_the_same() -> None:
    """By endpoints in the VPC, with credentials from the agent on the machine."""
    egress = made(egress="none")["singleuser"]["networkPolicy"]["egress"]
    assert egress == [
        {"ports": [{"port": 443}], "to": [{"ipBlock": {"cidr": CIDR}}]},
        {"ports": [{"port": 80}], "to": [{"ipBlock": {"cidr": "169.254.170.23/32"}}]},
    ]


def test_results_share_nothing() -> None:
    """Who changes one does not change the next."""
    made(dask=True)["singleuser"]["extraEnv"]["DASK_GATEWAY__ADDRESS"] = "elsewhere"
    environment = made(dask=True)["singleuser"]["extraEnv"]
    assert environment["DASK_GATEWAY__ADDRESS"] == "http://proxy-public/services/dask-gateway"
