"""Who somebody is, asked of the login again: groups and accounts change while servers run."""

from typing import Any

from tornado.httpclient import HTTPClientError
from tornado.web import HTTPError

REFUSED = range(400, 500)


async def ask_again(authenticator: Any, user: Any, auth_state: dict[str, Any] | None) -> Any:  # noqa: ANN401
    """Return what the login says of a person now, for OAuthenticator's `refresh_user_hook`.

    OAuthenticator alone would read the old ID token again, with the groups of the last login.

    Returns:
        The person's name, groups and tokens; `False` to have the person log in again; `True` to
        leave all as it is while the login does not answer; `None` if it gave no refresh token.
    """
    refresh_token = (auth_state or {}).get("refresh_token")
    if not refresh_token:
        return None
    try:
        parameters = authenticator.build_refresh_token_request_params(refresh_token)
        token = await authenticator.get_token_info(None, parameters)
    except (HTTPClientError, HTTPError) as error:
        code = getattr(error, "code", None) or error.status_code
        return code not in REFUSED
    except OSError:
        return True
    if "id_token" not in token:
        return False
    # Cognito sends a refresh token once, at the login.
    token["refresh_token"] = token.get("refresh_token") or refresh_token
    model = await authenticator._token_to_auth_model(token)  # noqa: SLF001 - no public way
    allowed = await authenticator.check_allowed(user.name, model)
    return model if allowed else False
