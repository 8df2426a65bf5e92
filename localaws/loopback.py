"""Refuse every endpoint that is not on this machine's loopback interface."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from localaws.errors import LocalAwsError

SCHEMES = frozenset({"http", "https"})


def require_loopback(endpoint: str, *, source: str) -> str:
    """Return an endpoint unchanged when it names a loopback address and a port.

    Only literal addresses and the name `localhost` count: any other name could be
    resolved to another machine. User names, paths and queries are refused as well,
    because they can make an address look like another one.

    Args:
        endpoint: URL as botocore takes it, e.g. `https://127.0.0.1:4610`.
        source: Where the endpoint was read, for the message.

    Raises:
        LocalAwsError: The endpoint is malformed or not on loopback.
    """
    if not _is_loopback(endpoint):
        raise LocalAwsError(
            f"{source}: {endpoint!r} is not an endpoint on this machine, so nothing was sent to it "
            "(expected something like https://127.0.0.1:4610). "
            "If you did not change it yourself, remove the file and run `lab local up`."
        )
    return endpoint


def _is_loopback(endpoint: str) -> bool:
    """Tell whether an endpoint is scheme, loopback host and port, and nothing else."""
    try:
        url = urlsplit(endpoint)
        host, port = url.hostname or "", url.port
    except ValueError:
        return False
    plain = url.netloc in (f"{host}:{port}", f"[{host}]:{port}")
    bare = url.path in ("", "/") and not url.query and not url.fragment
    return url.scheme in SCHEMES and plain and bare and bool(port) and _is_loopback_host(host)


def _is_loopback_host(host: str) -> bool:
    """Tell whether a host is `localhost` or a literal loopback address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
