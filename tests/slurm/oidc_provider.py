"""The stand-in for an OIDC provider, as OAuthenticator talks to it."""

import base64
from typing import Any

from oidc_stand_in import CLIENT_ID, CLIENT_SECRET, OidcProvider

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "Provider"]


class Provider(OidcProvider):  # type: ignore[misc]
    """Takes the client's secret from the form too, as Cognito and most others do."""

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any]:
        """Return an ID token, if client, secret and PKCE are right."""
        if not authorization:
            pair = f"{form.get('client_id')}:{form.get('client_secret')}"
            authorization = f"Basic {base64.b64encode(pair.encode()).decode()}"
        answer: dict[str, Any] = super().token(form, authorization)
        return answer
