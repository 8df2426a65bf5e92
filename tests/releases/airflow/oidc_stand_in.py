"""Stand-in for an OIDC provider on this machine: discovery, keys, and one token for each code."""

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT_ID = "client-of-airflow"
CLIENT_SECRET = "secret of airflow"  # noqa: S105


class OidcProvider:
    """Signs the claims that a person has, once Airflow proves who it is.

    Attributes:
        claims: what is known of the person who logs in.
        asked: the parameters with which Airflow sent the browser.
        forge: sign with another key than the published one.
    """

    def __init__(self, port: int = 0) -> None:
        """Listen on a port of this machine, by default a free one."""
        self.claims: dict[str, Any] = {}
        self.asked: dict[str, str] = {}
        self.forge = False
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = {
                    "/.well-known/openid-configuration": provider.metadata,
                    "/jwks": provider.keys,
                }
                self.answer(parts[self.path]())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {key: values[0] for key, values in parse_qs(body).items()}
                self.answer(provider.token(form, self.headers.get("Authorization", "")))

            def answer(self, what: dict[str, Any]) -> None:
                self.send_response(400 if "error" in what else 200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(what).encode())

            def log_message(self, *_: object) -> None:
                """Say nothing: standard output is the program's answer."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def metadata(self) -> dict[str, Any]:
        """Return what discovery tells."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def keys(self) -> dict[str, Any]:
        """Return the public keys."""
        key = json.loads(RSAAlgorithm.to_jwk(self._key.public_key()))
        return {"keys": [{**key, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any]:
        """Return an ID token for the code, if client, secret and PKCE are right."""
        secret = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if (
            authorization != f"Basic {secret}"
            or challenge != self.asked.get("code_challenge")
            or form.get("redirect_uri") != self.asked["redirect_uri"]
        ):
            return {"error": "invalid_grant"}
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": 1_700_000_000,
            "exp": 4_000_000_000,
            "sub": "0a1b2c3d",
            "nonce": self.asked["nonce"],
            **self.claims,
        }
        key = self._other if self.forge else self._key
        token = jwt.encode(claims, key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "access", "id_token": token, "token_type": "Bearer"}
