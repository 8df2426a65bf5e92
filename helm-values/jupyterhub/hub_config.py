"""What the hub does for each person: the chart runs this at the end of jupyterhub_config.py."""

from copy import deepcopy
from typing import Any

from kubernetes_asyncio.client import V1OwnerReference
from lab_database import log_in_anew_for_each_connection
from lab_login import ask_again
from lab_profiles import NO_PROJECT, offered, overridden
from lab_projects import make_service_account, projects_of
from tornado.web import HTTPError

# ruff: noqa: F821 - `c` is the configuration that the chart has filled before
PROFILES = c.KubeSpawner.profile_list
OVERRIDDEN = overridden(PROFILES)


def groups_of(spawner: Any) -> set[str]:  # noqa: ANN401 - KubeSpawner has no types
    """Return the names of the groups that the owner of a server is in."""
    return {group.name for group in spawner.user.groups}


def profiles_for(spawner: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """Return what the owner of a server may choose; KubeSpawner checks the choice against it."""
    groups = groups_of(spawner)
    return offered(
        PROFILES, groups=groups, is_admin=spawner.user.admin, projects=projects_of(groups)
    )


def forget_last_choice(spawner: Any) -> None:  # noqa: ANN401
    """Set back what a profile or a project changed.

    JupyterHub keeps the spawner of a start that failed, and KubeSpawner lays the next choice over
    it: without this, GPUs and the rights of a project would stay.
    """
    defaults = spawner.trait_defaults(*OVERRIDDEN)
    for name in OVERRIDDEN:
        setattr(spawner, name, deepcopy(c.KubeSpawner.get(name, defaults[name])))


async def prepare(spawner: Any) -> None:  # noqa: ANN401
    """Make the identity of the chosen project, before the pod asks for it.

    Raises:
        HTTPError: 403, the person is not, or no longer, in the project.
    """
    forget_last_choice(spawner)
    chosen = (spawner.user_options or {}).get("project", NO_PROJECT)
    if chosen == NO_PROJECT:
        return
    found = [each for each in projects_of(groups_of(spawner)) if each.name == chosen]
    if not found:
        raise HTTPError(403, reason=f"You are not in the project {chosen}")
    await make_service_account(spawner.api, found[0].service_account)


async def belong_to_release(spawner: Any, pod: Any) -> Any:  # noqa: ANN401
    """Tie a server to a Secret that helm keeps: it goes with the release, and not at an upgrade.

    Otherwise servers outlive the hub, and with them their volume and the end of the release.
    """
    owner = await spawner.api.read_namespaced_secret("hub", spawner.namespace)
    pod.metadata.owner_references = [
        V1OwnerReference(api_version="v1", kind="Secret", name="hub", uid=owner.metadata.uid)
    ]
    return pod


c.KubeSpawner.profile_list = profiles_for
c.KubeSpawner.modify_pod_hook = belong_to_release
c.GenericOAuthenticator.refresh_user_hook = ask_again
c.KubeSpawner.pre_spawn_hook = prepare
log_in_anew_for_each_connection()
