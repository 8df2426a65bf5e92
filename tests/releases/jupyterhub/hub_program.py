"""Run JupyterHub, OAuthenticator and KubeSpawner on the values of a release, in their environment.

Reads a request as JSON from standard input, writes an answer as JSON to standard output:
`{"values", "projects", "starts", "refreshes", "planted"}` to `{"unknown", "hub", "starts",
"refreshes", "accounts", "planted"}`. It works in the current folder. The variable KUBECONFIG must
name a file; nothing is sent to the cluster it describes.
"""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import jwt
from chart_stand_in import configuration
from jupyterhub import orm
from jupyterhub.app import JupyterHub
from jupyterhub.auth import Authenticator
from jupyterhub.crypto import CryptKeeper
from jupyterhub.proxy import ConfigurableHTTPProxy
from jupyterhub.spawner import Spawner
from kubernetes_asyncio import client
from kubespawner import KubeSpawner
from oauthenticator.generic import GenericOAuthenticator
from tornado.web import HTTPError
from traitlets.config import Config

FOLDER = Path.cwd()

CLASSES = (JupyterHub, KubeSpawner, GenericOAuthenticator, CryptKeeper, ConfigurableHTTPProxy)
# A base class is configured with the traits of the concrete one.
KNOWN = {each.__name__: each for each in CLASSES} | {
    Authenticator.__name__: GenericOAuthenticator,
    Spawner.__name__: KubeSpawner,
}
PROFILE_KEYS = {
    *("display_name", "slug", "description", "default", "groups"),
    *("profile_options", "kubespawner_override"),
}


def unknown(c: Config, profiles: list[dict[str, Any]]) -> list[str]:
    """Return what the programs would ignore: traits, and keys of profiles, that do not exist."""
    found = []
    for name, section in c.items():
        traits = KNOWN[name].class_trait_names(config=True) if name in KNOWN else ()
        found += [f"{name}.{trait}" for trait in section if trait not in traits]
    traits = KubeSpawner.class_trait_names(config=True)
    for profile in profiles:
        override = profile.get("kubespawner_override", {})
        found += [f"{profile['slug']}.{key}" for key in set(profile) - PROFILE_KEYS]
        found += [f"{profile['slug']}.{trait}" for trait in override if trait not in traits]
    return sorted(found)


class Accounts:
    """Stand-in for the Kubernetes API: keeps which service accounts are asked for."""

    def __init__(self) -> None:
        self.made: list[list[str]] = []

    async def read_namespaced_secret(self, name: str, namespace: str) -> client.V1Secret:
        """Return the Secret that the chart keeps."""
        return client.V1Secret(metadata=client.V1ObjectMeta(uid=f"uid of {namespace}/{name}"))

    async def create_namespaced_service_account(self, namespace: str, body: dict[str, Any]) -> None:
        """Keep the account; refuse one that is there, as Kubernetes does."""
        made = [namespace, body["metadata"]["name"]]
        if made in self.made:
            raise client.ApiException(status=409)
        self.made.append(made)


async def boot(c: Config) -> JupyterHub:
    """Start the hub up to the point where it would listen; its database is in memory."""
    c.JupyterHub.db_url = "sqlite://"
    c.JupyterHub.log_level = "ERROR"
    # As the program itself does: encryption asks the one instance for its configuration.
    hub: JupyterHub = JupyterHub.instance(config=c)
    await hub.initialize([])
    return hub


def described(hub: JupyterHub) -> dict[str, Any]:
    """Return what a booted hub knows of services and roles."""
    roles = {role.name: sorted(role.scopes) for role in hub.db.query(orm.Role)}
    authenticator = hub.authenticator
    return {
        "authenticator": type(authenticator).__name__,
        "callback": authenticator.oauth_callback_url,
        "pkce": authenticator.enable_pkce,
        "client_id": authenticator.client_id,
        "refresh_pre_spawn": authenticator.refresh_pre_spawn,
        "roles": {name: roles[name] for name in ("user", "server")},
        "services": sorted(service.name for service in hub.db.query(orm.Service)),
        "named_servers": [hub.allow_named_servers, hub.named_server_limit_per_user],
    }


async def log_in(hub: JupyterHub, claims: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return what the authenticator makes of an ID token, and whether the person is let in."""
    token = jwt.encode({"aud": hub.authenticator.client_id, **claims}, "0" * 32)
    model = await hub.authenticator._token_to_auth_model(  # noqa: SLF001
        {"access_token": "access", "id_token": token, "refresh_token": "refresh"}
    )
    return model, bool(await hub.authenticator.check_allowed(model["name"], model))


async def start(hub: JupyterHub, wanted: dict[str, Any], accounts: Accounts) -> dict[str, Any]:
    """Log a person in and build the pod of the server that is asked for, or say why not."""
    try:
        model, allowed = await log_in(hub, wanted["claims"])
    except HTTPError as refusal:
        return {"refused": f"{refusal.status_code}: {refusal.reason}"}
    answer: dict[str, Any] = {
        "name": model["name"],
        "admin": model["admin"],
        "groups": model["groups"],
        "allowed": allowed,
    }
    row = orm.User.find(hub.db, model["name"]) or orm.User(name=model["name"])
    row.admin = bool(model["admin"])
    hub.db.add(row)
    hub.db.commit()
    user = hub.users[row]
    user.sync_groups(model["groups"])
    spawner = user.spawners[wanted.get("server", "")]
    spawner.api = accounts
    answer["form"] = await spawner.get_options_form()
    try:
        # A form gives lists of texts, the API gives options as they are.
        spawner.user_options = (
            spawner.options_from_form(wanted["form"]) if "form" in wanted else wanted["options"]
        )
        await spawner.run_pre_spawn_hook()
        await spawner.load_user_options()
        pod = await spawner.modify_pod_hook(spawner, await spawner.get_pod_manifest())
    except Exception as error:  # noqa: BLE001 - the test wants to see what it is
        return {**answer, "error": f"{type(error).__name__}: {error}"}
    with_types = client.ApiClient.__new__(client.ApiClient)
    with_types.configuration = client.Configuration()
    return {
        **answer,
        "pod": with_types.sanitize_for_serialization(pod),
        "start_timeout": spawner.start_timeout,
    }


async def refresh(hub: JupyterHub, name: str, claims: dict[str, Any]) -> Any:  # noqa: ANN401
    """Return what is made of somebody's last login, five minutes later."""
    hook = hub.authenticator.refresh_user_hook
    return await hook(hub.authenticator, orm.User(name=name), {"oauth_user": claims})


async def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Answer a request."""
    projects = FOLDER / "projects"
    projects.mkdir()
    (projects / "..data").mkdir()
    for name, owner in request["projects"].items():
        (projects / name).write_text(json.dumps(owner))
    values = request["values"]
    profiles = values["singleuser"]["profileList"]
    c = configuration(values, FOLDER)
    missing = unknown(c, profiles)
    hub = await boot(c)
    accounts = Accounts()
    starts = {each["id"]: await start(hub, each, accounts) for each in request["starts"]}
    planted = []
    for mistake in request["planted"]:
        config, wrong = Config(mistake.get("config", {})), mistake.get("profiles", [])
        planted.append(unknown(config, wrong))
    refreshes = [await refresh(hub, **each) for each in request["refreshes"]]
    return {
        "unknown": missing,
        "hub": described(hub),
        "starts": starts,
        "refreshes": refreshes,
        "accounts": accounts.made,
        "planted": planted,
    }


if __name__ == "__main__":
    os.environ.update(OAUTH_CLIENT_ID="client", OAUTH_CLIENT_SECRET="secret")  # noqa: S106
    output, sys.stdout = sys.stdout, sys.stderr
    json.dump(asyncio.run(answer(json.load(sys.stdin))), output)
