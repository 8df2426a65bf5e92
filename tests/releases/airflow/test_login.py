"""Tests of the login: the real FAB auth manager with our file, and a stand-in for the provider."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from cdk.airflow.values import CALLBACK_PATH, PORT_FORWARD_URL
from cdk.releases.filled_release import FilledRelease
from tests.releases.airflow.chart_stand_in import airflow_cfg
from tests.releases.airflow.conftest import INGRESS, filled, lab_with

ANA = {"cognito:username": "ana", "email": "ana@lab.org", "cognito:groups": ["lab-users", "flow"]}
PEOPLE: dict[str, dict[str, Any]] = {
    "of the lab": {"claims": ANA},
    "promoted": {"claims": {**ANA, "cognito:groups": ["lab-admins", "lab-users"]}},
    "no group of ours": {"claims": {"cognito:username": "eve", "cognito:groups": ["flow"]}},
    "no groups": {"claims": {"cognito:username": "dan"}},
    "removed": {"claims": {**ANA, "cognito:groups": []}},
    "forged": {"claims": {**ANA, "cognito:groups": ["lab-admins"]}, "forge": True},
    "other audience": {"claims": {**ANA, "aud": "another-client"}},
    "expired": {"claims": {**ANA, "exp": 1_700_000_001}},
}
"""Who logs in, in this order: each person's ID token."""

OIDC = {
    "cognito": None,
    "oidc": {
        "issuer_url": "https://login.example.org/realms/lab",
        "authorize_url": "https://login.example.org/realms/lab/auth",
        "token_url": "https://login.example.org/realms/lab/token",
        "groups_claim": "roles",
        "scopes": ["openid", "roles"],
        "client_secret_arns": {
            "airflow": "arn:aws:secretsmanager:us-east-1:111122223333:secret:airflow-a1b2c3"
        },
    },
    "groups": ["lab-users", "pipelines"],
    "admin_group": "it",
}


def request(release: FilledRelease, people: list[dict[str, Any]], address: str) -> dict[str, Any]:
    """Return what the API server's pod would have, and who logs in."""
    server = release.values["apiServer"]
    given = {each["name"]: each["value"] for each in server["env"] if "value" in each}
    login = json.loads(release.values["extraConfigMaps"]["airflow-login"]["data"])
    return {
        "cfg": airflow_cfg(release.values),
        "webserver_config": server["apiServerConfig"],
        "variables": {**given, "LOGIN_SCOPE": login["scope"], "LOGIN_ROLES": login["roles"]},
        "people": people,
        "address": address,
    }


@pytest.fixture(scope="module")
def logins(run: Callable[..., Any]) -> dict[str, dict[str, Any]]:
    """Return what came of each person's login at the lab's own user pool, behind the balancer."""
    release = filled(lab_with(ingress=INGRESS))
    asked = request(release, list(PEOPLE.values()), "https://airflow.lab.example.org")
    return dict(zip(PEOPLE, run("login_program.py", asked), strict=True))


@pytest.fixture(scope="module")
def elsewhere(run: Callable[..., Any]) -> dict[str, Any]:
    """Return what came of a login at another provider, through a forwarded port."""
    roles = {"op": ["pipelines"], "viewer": ["lab-users"], "user": []}
    release = filled(lab_with(airflow={"roles": roles, "session_hours": 2}, login=OIDC))
    ben = {"claims": {"preferred_username": "ben", "roles": ["pipelines", "lab-users"]}}
    (login,) = run("login_program.py", request(release, [ben], PORT_FORWARD_URL))
    return dict(login)


@pytest.mark.parametrize(
    ("person", "user", "roles"),
    [
        ("of the lab", "ana", ["Public", "User"]),
        ("promoted", "ana", ["Admin", "Public", "User"]),
        ("no group of ours", None, []),
        ("no groups", None, []),
        ("removed", None, []),
        ("forged", None, []),
        ("other audience", None, []),
        ("expired", None, []),
    ],
)
def test_groups_become_roles(
    logins: dict[str, dict[str, Any]], person: str, user: str | None, roles: list[str]
) -> None:
    """Roles follow the groups at each login; a bad token, or no group of the lab, stays out."""
    assert (logins[person]["user"], logins[person]["roles"]) == (user, roles)


def test_the_provider_is_asked_as_agreed(logins: dict[str, dict[str, Any]]) -> None:
    """The callback is the registered one, with the scheme that the browser sees; PKCE is used."""
    asked = logins["of the lab"]["asked"]
    assert asked["redirect_uri"] == f"https://airflow.lab.example.org{CALLBACK_PATH}"
    assert (asked["scope"], asked["code_challenge_method"]) == ("openid email profile", "S256")


def test_a_login_lasts_as_set_and_only_over_tls(logins: dict[str, dict[str, Any]]) -> None:
    """12 hours by default; the cookie is never sent in the clear."""
    login = logins["of the lab"]
    assert (login["seconds"], login["secure"]) == (12 * 3600, True)


def test_any_provider_serves(elsewhere: dict[str, Any]) -> None:
    """Other claims, scopes and groups, and plain HTTP on localhost."""
    assert (elsewhere["user"], elsewhere["roles"]) == ("ben", ["Op", "Public", "Viewer"])
    assert elsewhere["email"] == "ben@email.notfound"
    assert elsewhere["asked"]["scope"] == "openid roles"
    assert elsewhere["asked"]["redirect_uri"] == f"{PORT_FORWARD_URL}{CALLBACK_PATH}"
    assert (elsewhere["seconds"], elsewhere["secure"]) == (2 * 3600, False)
