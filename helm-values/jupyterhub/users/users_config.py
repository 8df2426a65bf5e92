"""What the hub does for people with an account of their own; it runs after hub_config.py."""

from typing import Any

from lab_user_pods import for_user
from lab_users import read_users
from tornado.web import HTTPError

# ruff: noqa: F821 - `c` is the configuration that the chart and hub_config.py have filled before;
# all of them share one set of names.
USERS = read_users()
USERNAME_CLAIM = c.GenericOAuthenticator.username_claim
UID_OF_OTHERS = c.KubeSpawner.uid
REFRESH_FOR_ALL = c.GenericOAuthenticator.refresh_user_hook
MODIFY_FOR_ALL = c.KubeSpawner.modify_pod_hook


def name_of(claims: dict[str, Any]) -> str:
    """Return what the hub calls a person; a `username_map` alone would let others take the name.

    Raises:
        HTTPError: 403, the name is the account of somebody else.
    """
    login = claims.get(USERNAME_CLAIM)
    return USERS.hub_name(login) if login else ""


def uid_of(spawner: Any) -> int:  # noqa: ANN401 - KubeSpawner has no types
    """Return the number that owns a person's files."""
    user = USERS.accounts.get(spawner.user.name)
    return user.uid if user else UID_OF_OTHERS


def gid_of(spawner: Any) -> int | None:  # noqa: ANN401
    """Return the group of a person's new files; `None` leaves it to the image."""
    user = USERS.accounts.get(spawner.user.name)
    return user.gid if user else None


async def refresh_by_name(authenticator: Any, user: Any, auth_state: dict[str, Any] | None) -> Any:  # noqa: ANN401
    """Have a person log in again whom the lab has given another name, or none, since the login."""
    claims = (auth_state or {}).get("oauth_user")
    try:
        if claims and name_of(claims).lower() != user.name:
            return False
    except HTTPError:
        return False
    return await REFRESH_FOR_ALL(authenticator, user, auth_state)


async def modify_for_user(spawner: Any, pod: Any) -> Any:  # noqa: ANN401
    """Add what a server needs to be somebody's with an account."""
    pod = await MODIFY_FOR_ALL(spawner, pod)
    user = USERS.accounts.get(spawner.user.name)
    return for_user(pod, user, spawner.volume_mounts["home"]["mountPath"]) if user else pod


c.GenericOAuthenticator.username_claim = name_of
c.GenericOAuthenticator.refresh_user_hook = refresh_by_name
c.KubeSpawner.uid = uid_of
c.KubeSpawner.gid = gid_of
c.KubeSpawner.modify_pod_hook = modify_for_user
