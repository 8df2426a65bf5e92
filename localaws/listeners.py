"""The two loopback sockets of an emulator: TLS for everyone, plain HTTP to be refused."""

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from localaws.record import InstanceRecord

HOST = "127.0.0.1"
PREFERRED_PORTS = (4610, 4611)


@dataclass(frozen=True)
class Listeners:
    """Sockets that listen already, so that nobody can take their ports any more.

    Requests over plain HTTP reach the same AWS and carry `aws:SecureTransport` false, so a
    bucket policy that demands TLS can be seen to deny them.
    """

    tls: socket.socket
    plain: socket.socket

    @property
    def endpoint(self) -> str:
        """Return where to send requests. An address makes every SDK use path-style URLs."""
        return f"https://{HOST}:{self.tls.getsockname()[1]}"

    @property
    def plain_endpoint(self) -> str:
        """Return where requests arrive without TLS."""
        return f"http://{HOST}:{self.plain.getsockname()[1]}"


def open_listeners(last: InstanceRecord | None) -> Listeners:
    """Listen on the ports of the last run, else on the preferred ones, else on any."""
    tls, plain = PREFERRED_PORTS
    if last is not None:
        tls, plain = _port(last.endpoint), _port(last.plain_endpoint)
    return Listeners(_listen(tls), _listen(plain))


def _port(endpoint: str) -> int:
    """Return the port in an endpoint."""
    return urlsplit(endpoint).port or 0


def _listen(port: int) -> socket.socket:
    """Listen on a loopback port, or on any free one when it is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        # Two sockets may be bound to one port until the first of them listens.
        listener.listen(100)
    except OSError:
        listener.close()
        if port == 0:
            raise
        return _listen(0)
    return listener
