"""A person's browser in front of the hub, and a notebook's kernels, on the machine of the test."""

import contextlib
import itertools
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from oidc_provider import Provider
from websocket import create_connection

HUB = "http://localhost:8000"


def wait(done: Callable[[], object], seconds: float, what: str) -> None:
    """Ask until it is so."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.2)


class Browser:
    """One person, with cookies of their own."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.http = requests.Session()
        self.name = ""

    def log_in(self, **claims: object) -> requests.Response:
        """Go to the hub, by way of the provider, as whom the claims describe."""
        at = self.http.get(f"{HUB}/hub/spawn", allow_redirects=False)
        while at.is_redirect and at.headers["Location"].startswith("/"):
            at = self.http.get(HUB + at.headers["Location"], allow_redirects=False)
        asked = dict(parse_qsl(urlsplit(at.headers["Location"]).query))
        # OAuthenticator sends no nonce, which the stand-in repeats.
        self.provider.asked = {"nonce": "", **asked}
        self.provider.claims = claims
        return self.http.get(
            asked["redirect_uri"], params={"code": "code", "state": asked["state"]}
        )

    def xsrf(self, path: str) -> str:
        """Return what the hub, or a server, wants to see in requests that change something."""
        return (
            next(
                each.value
                for each in self.http.cookies
                if (each.name, each.path) == ("_xsrf", path)
            )
            or ""
        )

    def choose(self, **fields: str) -> requests.Response:
        """Send the form of the page on which notebooks are started."""
        return self.http.post(f"{HUB}/hub/spawn", params={"_xsrf": self.xsrf("/hub/")}, data=fields)

    def ask_hub(self, method: str, path: str, **arguments: Any) -> requests.Response:  # noqa: ANN401
        """Use the hub's API as the page's own scripts do."""
        headers = {"X-XSRFToken": self.xsrf("/hub/"), "Referer": f"{HUB}/hub/"}
        return self.http.request(method, f"{HUB}/hub/api{path}", headers=headers, **arguments)

    def server(self, name: str) -> dict[str, Any]:
        """Return what the hub knows of a person's notebook."""
        servers: dict[str, Any] = self.ask_hub("GET", f"/users/{name}").json()["servers"]
        return dict(servers.get("", {}))

    def ready(self, name: str) -> bool:
        """Tell whether the notebook can be used.

        Raises:
            RuntimeError: it will never be.
        """
        server = self.server(name)
        if not server:
            raise RuntimeError(f"the notebook of {name} has ended")
        return bool(server["ready"])

    def open_notebook(self, name: str) -> requests.Response:
        """Open JupyterLab; on the way the notebook asks the hub who this is."""
        self.name = name
        return self.http.get(f"{HUB}/user/{name}/lab")

    def kernel(self, kind: str) -> str:
        """Start a kernel and return its id."""
        place = f"/user/{self.name}/"
        headers = {"X-XSRFToken": self.xsrf(place)}
        url = f"{HUB}{place}api/kernels"
        made = self.http.post(url, headers=headers, json={"name": kind})
        made.raise_for_status()
        return str(made.json()["id"])

    def run(self, kind: str, code: str) -> str:
        """Run a cell in a new kernel and return all that it printed or complained of."""
        path = f"/user/{self.name}/api/kernels/{self.kernel(kind)}/channels"
        cookies = "; ".join(f"{each.name}={each.value}" for each in self.http.cookies)
        channel = create_connection(HUB.replace("http", "ws") + path, cookie=cookies, timeout=60)
        with contextlib.closing(channel):
            channel.send(json.dumps(_execute(code)))
            return _output(channel)


def _execute(code: str) -> dict[str, Any]:
    """Return the request of the kernels' protocol, version 5.3."""
    numbers = itertools.count()
    header = {
        "msg_id": f"cell-{next(numbers)}",
        "msg_type": "execute_request",
        "username": "",
        "session": "test",
        "version": "5.3",
    }
    content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
    return {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "channel": "shell",
    }


def _output(channel: Any) -> str:  # noqa: ANN401 - websocket-client has no types
    """Collect what the cell prints, until the kernel is idle again."""
    text = ""
    while True:
        message = json.loads(channel.recv())
        if message["parent_header"].get("msg_type") != "execute_request":
            continue
        content = message["content"]
        text += str(content.get("text", "")) + "\n".join(content.get("traceback", []))
        if content.get("execution_state") == "idle":
            return text
