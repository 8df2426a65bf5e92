"""Ask a login again who somebody is, as the hub does, by OAuthenticator in its environment.

Takes the folder of the hub's own modules; reads a list of answers of the login from standard input,
each with a status and claims, and writes what the hub makes of each. A server on this machine
stands in for the login.
"""

import asyncio
import json
import sys
from types import SimpleNamespace
from typing import Any

import jwt
from oauthenticator.generic import GenericOAuthenticator
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

sys.path.insert(0, sys.argv[1])
from lab_login import ask_again

USER = SimpleNamespace(name="ada")


class Token(RequestHandler):  # type: ignore[misc]
    """The login's token endpoint."""

    def initialize(self, answers: list[dict[str, Any]]) -> None:
        """Keep the answers to give, one for each request."""
        self.answers = answers

    def post(self) -> None:
        """Give the next answer, if the refresh token is the right one."""
        answer = self.answers.pop(0)
        if self.get_body_argument("refresh_token") != "refresh":
            answer = {"status": 400}
        self.set_status(answer.get("status", 200))
        if "claims" in answer:
            claims = {"aud": "client", "sub": "1", "name": "ada", **answer["claims"]}
            token = jwt.encode(claims, "0" * 32)
            self.write({"access_token": "new", "token_type": "Bearer", "id_token": token})
        else:
            self.write({"access_token": "new", "token_type": "Bearer"})


async def main(answers: list[dict[str, Any]]) -> list[object]:
    """Return what each answer of the login leads to."""
    socket, port = bind_unused_port()
    server = HTTPServer(Application([("/token", Token, {"answers": [*answers]})]))
    server.add_socket(socket)
    authenticator = GenericOAuthenticator(
        client_id="client",
        client_secret="secret",  # noqa: S106 - of nothing
        token_url=f"http://127.0.0.1:{port}/token",
        userdata_from_id_token=True,
        username_claim="name",
        auth_state_groups_key="oauth_user.groups",
        manage_groups=True,
        allowed_groups={"lab-users"},
    )
    found: list[object] = []
    for _ in answers:
        model = await ask_again(authenticator, USER, {"refresh_token": "refresh"})
        kept = isinstance(model, dict) and model["auth_state"]["refresh_token"]
        found.append({"groups": model["groups"], "kept": kept} if kept else model)
    server.stop()
    found.append(await ask_again(authenticator, USER, {"refresh_token": "refresh"}))
    found.append(await ask_again(authenticator, USER, None))
    return found


json.dump(asyncio.run(main(json.load(sys.stdin))), sys.stdout)
