"""Log people in to the real FAB auth manager, in Airflow's environment.

Reads `{"cfg", "webserver_config", "variables", "address", "people": [{"claims", "forge"}]}` as JSON
from standard input, writes a list of what came of each; people log in one after another.
"""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
from flask import Flask
from oidc_stand_in import CLIENT_ID, CLIENT_SECRET, OidcProvider
from werkzeug.http import parse_cookie
from werkzeug.test import TestResponse

HOME = Path(os.environ["AIRFLOW_HOME"])


def prepare(request: dict[str, Any], issuer: str) -> None:
    """Write the files as the chart mounts them, set the API server's variables, fill a database."""
    (HOME / "airflow.cfg").write_text(request["cfg"], encoding="utf-8")
    (HOME / "webserver_config.py").write_text(request["webserver_config"], encoding="utf-8")
    os.environ |= {
        **request["variables"],
        "LOGIN_CLIENT_ID": CLIENT_ID,
        "LOGIN_CLIENT_SECRET": CLIENT_SECRET,
        "LOGIN_ISSUER_URL": issuer,
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{HOME}/airflow.db",
        "AIRFLOW__API__SECRET_KEY": "x" * 64,
        "AIRFLOW__API_AUTH__JWT_SECRET": "y" * 64,
    }
    subprocess.run(
        [sys.executable, "-m", "airflow", "db", "migrate"],
        check=True,
        stdout=sys.stderr,
        timeout=120,
    )


REQUEST = json.load(sys.stdin)
PROVIDER = OidcProvider()
prepare(REQUEST, PROVIDER.issuer)

# Airflow reads its files and variables when it is imported.
from airflow import settings  # noqa: E402
from airflow.api_fastapi.app import create_auth_manager  # noqa: E402
from airflow.providers.fab.auth_manager.models import User  # noqa: E402
from airflow.providers.fab.www.app import create_app  # noqa: E402


def log_in(
    app: Flask, provider: OidcProvider, person: dict[str, Any], address: str
) -> dict[str, Any]:
    """Go the way of a browser: to the provider, back with a code; return what came of it."""
    provider.claims, provider.forge = person["claims"], person.get("forge", False)
    where = urlsplit(address)
    browser = app.test_client()
    # As the load balancer sends it; the API server mounts the login below /auth.
    headers = {"Host": where.netloc, "X-Forwarded-Proto": where.scheme}
    mounted = {"SCRIPT_NAME": "/auth"}
    sent = browser.get("/login/lab", headers=headers, environ_overrides=mounted)
    provider.asked = dict(parse_qsl(urlsplit(sent.location).query))
    answer = browser.get(
        "/oauth-authorized/lab",
        query_string={"code": "code", "state": provider.asked["state"]},
        headers=headers,
        environ_overrides=mounted,
    )
    return {"asked": provider.asked, "location": answer.location, **_badge(answer)}


def _badge(answer: TestResponse) -> dict[str, Any]:
    """Return who the token in the browser's cookie is for, as Airflow's database knows them."""
    cookies = [parse_cookie(value) for key, value in answer.headers if key == "Set-Cookie"]
    badge = next((cookie for cookie in cookies if "_token" in cookie), None)
    if badge is None:
        return {"user": None, "roles": []}
    claims = jwt.decode(badge["_token"], options={"verify_signature": False})
    user = settings.Session().get(User, int(claims["sub"]))
    return {
        "user": user.username,
        "email": user.email,
        "roles": sorted(role.name for role in user.roles),
        "seconds": claims["exp"] - claims["iat"],
        "secure": "Secure" in badge,
    }


def main() -> None:
    """Answer one request."""
    people, address = REQUEST["people"], REQUEST["address"]
    with contextlib.redirect_stdout(sys.stderr):
        manager = create_auth_manager()
        app = create_app(enable_plugins=False)
        manager.init()
        logins = [log_in(app, PROVIDER, person, address) for person in people]
    sys.stdout.write(json.dumps(logins))


if __name__ == "__main__":
    main()
