"""OAuthenticator reads the values: who is let in, with which groups. No provider is asked."""

from typing import Any

import pytest

Answer = dict[str, Any]


def test_every_setting_is_one_that_the_programs_know(answer: Answer) -> None:
    """JupyterHub, KubeSpawner and OAuthenticator would ignore others with a warning at most."""
    assert answer["unknown"] == []


@pytest.mark.parametrize(
    ("start", "groups", "admin"),
    [
        ("ana-small", ["buckets-only", "flow", "lab-users", "pbmc-atlas"], False),
        ("ben-small", ["gpu-users", "lab-users"], False),
        ("cleo-gpu", ["lab-admins"], True),
    ],
)
def test_groups_come_from_the_id_token(
    answer: Answer, start: str, groups: list[str], *, admin: bool
) -> None:
    """They are the hub's groups, and the admin group makes admins."""
    person = answer["starts"][start]
    assert (person["groups"], person["admin"], person["allowed"]) == (groups, admin, True)


def test_a_person_has_the_name_of_the_claim(answer: Answer) -> None:
    """It is the name of the home, so it must not be a mail address by accident."""
    assert answer["starts"]["ana-small"]["name"] == "ana.k@lab.org"


def test_somebody_without_a_group_is_not_let_in(answer: Answer) -> None:
    """A token without groups is no error, and no way in."""
    eve = answer["starts"]["eve"]
    assert (eve["groups"], eve["allowed"]) == ([], False)


def test_login_is_an_authorization_code_with_pkce(answer: Answer) -> None:
    """The client comes from variables, never from values; groups are refreshed at each start."""
    hub = answer["hub"]
    assert {name: hub[name] for name in ("authenticator", "pkce", "client_id", "callback")} == {
        "authenticator": "GenericOAuthenticator",
        "pkce": True,
        "client_id": "client",
        "callback": "https://hub.lab.example.org/hub/oauth_callback",
    }
    assert hub["refresh_pre_spawn"]


def test_a_booted_hub_lets_servers_use_the_gateway(answer: Answer) -> None:
    """Services and roles are loaded by JupyterHub itself, into a database in memory."""
    access = "access:services!service=dask-gateway"
    assert answer["hub"]["services"] == ["dask-gateway"]
    assert answer["hub"]["roles"] == {
        "user": [access, "self"],
        "server": ["access:servers!server", access, "users:activity!user"],
    }


def test_named_servers_are_limited(answer: Answer) -> None:
    """As the default setting says."""
    assert answer["hub"]["named_servers"] == [True, 2]
