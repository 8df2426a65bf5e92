"""Where the login may send people back to."""

from collections.abc import Callable

import pytest

from cdk.config.from_settings import from_settings
from cdk.config.lab import LabConfig
from stacks.login_clients import login_clients

LoadConfig = Callable[[str, str], LabConfig]


def test_with_a_domain_each_program_has_its_host(config: LoadConfig) -> None:
    """All of them over TLS; web apps share a client."""
    clients = login_clients(config("labs/demo", "prod"))
    assert clients["jupyterhub"].callback == ("https://hub.demo-lab.example/hub/oauth_callback",)
    assert clients["airflow"].callback == (
        "https://airflow.demo-lab.example/auth/oauth-authorized/lab",
    )
    assert clients["apps"].callback == (
        "https://pbmc68k.demo-lab.example/oauth2/callback",
        "https://plate-qc.demo-lab.example/oauth2/callback",
        "https://screen-overview.demo-lab.example/oauth2/callback",
    )


def test_without_a_domain_all_end_on_localhost(config: LoadConfig) -> None:
    """Each at the port that the guide forwards to."""
    clients = login_clients(config("labs/demo", "dev"))
    assert {name: each.logout for name, each in clients.items()} == {
        "jupyterhub": ("http://localhost:8000/",),
        "airflow": ("http://localhost:8080/",),
        "apps": ("http://localhost:8081/",),
        "slurm": ("http://localhost:8000/",),
    }


@pytest.mark.parametrize("env", ["dev", "prod"])
def test_the_hub_asks_for_the_address_that_the_login_allows(config: LoadConfig, env: str) -> None:
    """Another address would end in an error page of the login."""
    lab = config("labs/demo", env)
    hub = from_settings(lab, "jupyterhub").values["hub"]
    asked = hub["config"]["GenericOAuthenticator"]["oauth_callback_url"]
    assert login_clients(lab)["jupyterhub"].callback == (asked,)


@pytest.mark.parametrize("env", ["dev", "prod"])
def test_web_apps_ask_for_addresses_that_the_login_allows(config: LoadConfig, env: str) -> None:
    """One client for all of them."""
    lab = config("labs/demo", env)
    asked = {
        from_settings(lab, f"app-{name}").values["login"]["redirectUrl"]
        for name in lab.enabled_apps()
    }
    assert asked == set(login_clients(lab)["apps"].callback)


def test_who_is_not_there_is_no_client(config: LoadConfig) -> None:
    """A lab without a cluster has nobody to send back."""
    lab = config("labs/demo", "dev")
    changes: dict[str, object] = {
        "jupyterhub": None,
        "airflow": None,
        "apps": {},
        "slurm": None,
    }
    assert login_clients(lab.model_copy(update=changes)) == {}
