"""Log people in to Airflow by OIDC, and give them the role that their groups have."""

import json
import os
from typing import Any

from airflow.providers.fab.auth_manager.security_manager.override import (
    FabAirflowSecurityManagerOverride,
)
from flask_appbuilder.const import AUTH_OAUTH

_GROUPS_CLAIM = os.environ["LOGIN_GROUPS_CLAIM"]
_USERNAME_CLAIM = os.environ["LOGIN_USERNAME_CLAIM"]
_ISSUER = os.environ["LOGIN_ISSUER_URL"].rstrip("/")

AUTH_TYPE = AUTH_OAUTH
AUTH_USER_REGISTRATION = True
# Everybody gets this role besides those of the mapping; it allows nothing.
AUTH_USER_REGISTRATION_ROLE = "Public"
AUTH_ROLES_SYNC_AT_LOGIN = True
AUTH_ROLES_MAPPING = json.loads(os.environ["LOGIN_ROLES"])
OAUTH_PROVIDERS = [
    {
        # A part of the callback address: /auth/oauth-authorized/lab.
        "name": "lab",
        "icon": "fa-sign-in",
        "token_key": "access_token",
        "remote_app": {
            "client_id": os.environ["LOGIN_CLIENT_ID"],
            "client_secret": os.environ["LOGIN_CLIENT_SECRET"],
            "server_metadata_url": f"{_ISSUER}/.well-known/openid-configuration",
            "client_kwargs": {
                "scope": os.environ["LOGIN_SCOPE"],
                "code_challenge_method": "S256",
            },
        },
    }
]


class LabSecurityManager(FabAirflowSecurityManagerOverride):
    """Reads people and groups out of the ID token, whose signature authlib has checked."""

    def get_oauth_user_info(self, provider: str, resp: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        """Return what Airflow keeps of a person; nothing for one who has no role, who stays out."""
        claims = resp["userinfo"]
        groups = claims.get(_GROUPS_CLAIM) or []
        groups = [groups] if isinstance(groups, str) else groups
        if not set(groups) & AUTH_ROLES_MAPPING.keys():
            return {}
        return {
            "username": claims[_USERNAME_CLAIM],
            "email": claims.get("email", ""),
            "first_name": claims.get("given_name", ""),
            "last_name": claims.get("family_name", ""),
            "role_keys": groups,
        }


SECURITY_MANAGER_CLASS = LabSecurityManager
