"""A stand-in for a Kubernetes API server on loopback, for helm, kubectl and CDK's handler.

It keeps objects, refuses what strict schemas refuse, applies on its own side and tells watchers. It
has no controllers, defaults, webhooks or rights, and says of everything that it is ready: it
shows that a release installs, never that its pods would run.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPMethod
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.kubernetes.manifests import Manifest
from tests.kubernetes_api.protobuf import MAGIC, read_object
from tests.kubernetes_api.refusals import RefusedError
from tests.kubernetes_api.requests import Request, answer
from tests.kubernetes_api.store import Store
from tests.kubernetes_api.watches import watch

_WATCH_SECONDS = 30


class StandInServer(ThreadingHTTPServer):
    """The server, with its store; `address` is where clients reach it."""

    daemon_threads = True
    # helm applies the objects of a release at once.
    request_queue_size = 128

    def __init__(self, store: Store) -> None:
        """Listen on a free port of loopback."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.store = store
        self.stopping = threading.Event()

    @property
    def address(self) -> str:
        """The URL of the API."""
        return f"http://127.0.0.1:{self.server_port}"

    def write_kubeconfig(self, file: Path) -> None:
        """Write what `aws eks update-kubeconfig` would, for this server."""
        cluster = {"name": "stand-in", "cluster": {"server": self.address}}
        context = {"name": "stand-in", "context": {"cluster": "stand-in", "user": "stand-in"}}
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [cluster],
            "contexts": [context],
            "users": [{"name": "stand-in", "user": {}}],
            "current-context": "stand-in",
        }
        file.write_text(json.dumps(config), encoding="utf-8")


@contextmanager
def serving(kubernetes: str) -> Iterator[StandInServer]:
    """Run a stand-in of a version of Kubernetes, such as `1.36`, with nothing in it."""
    server = StandInServer(Store(kubernetes))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StandInServer

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: what matters is what the client prints."""

    def _serve(self) -> None:
        request = self._read()
        try:
            if request.query.get("watch") in {"1", "true"}:
                self._watch(request)
                return
            with self.server.store.changed:
                code, body = answer(self.server.store, request)
        except RefusedError as error:
            code, body = error.code, error.status()
        self._send(code, body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815

    def _read(self) -> Request:
        url = urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        return Request(
            method=HTTPMethod(self.command),
            path=tuple(part for part in url.path.split("/") if part),
            query=dict(parse_qsl(url.query, keep_blank_values=True)),
            content_type=self.headers.get("Content-Type") or "",
            client=(self.headers.get("User-Agent") or "").partition("/")[0],
            # The options of a delete come as protobuf too; nothing in them matters here.
            body={} if self.command == "DELETE" or not raw else _object(raw),
        )

    def _send(self, code: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _watch(self, request: Request) -> None:
        seconds = int(request.query.get("timeoutSeconds", _WATCH_SECONDS))
        events = watch(self.server.store, request, seconds, self.server.stopping)
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            for event in events:
                self.wfile.write(json.dumps(event).encode() + b"\n")
                self.wfile.flush()
        except ConnectionError:
            return


def _object(raw: bytes) -> Manifest:
    if raw.startswith(MAGIC):
        return read_object(raw)
    # A server-side apply may be YAML; helm and kubectl write it as JSON.
    found: Manifest = json.loads(raw)
    return found
