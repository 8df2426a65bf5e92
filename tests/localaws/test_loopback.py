"""Endpoints: only those of this machine are accepted."""

import pytest

from localaws.errors import LocalAwsError
from localaws.loopback import require_loopback


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://127.0.0.1:4610",
        "http://localhost:4611",
        "https://[::1]:4610",
        "http://127.8.9.1:80/",
    ],
)
def test_loopback_endpoint_is_returned_unchanged(endpoint: str) -> None:
    """An address of this machine passes."""
    assert endpoint == require_loopback(endpoint, source="test")


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://s3.amazonaws.com:443",
        "https://10.0.0.1:4610",
        "https://0.0.0.0:4610",
        "https://127.0.0.1.example.com:4610",
        "https://localhost.example.com:4610",
        "https://127.0.0.1:4610@example.com",
        "https://user@127.0.0.1:4610",
        "https://127.0.0.1",
        "https://127.0.0.1:4610/path",
        "https://127.0.0.1:4610?x=1",
        "https://127.0.0.1:99999",
        "https://2130706433:4610",
        "ftp://127.0.0.1:4610",
        "127.0.0.1:4610",
        "",
    ],
)
def test_other_endpoint_is_refused_with_its_source(endpoint: str) -> None:
    """Anything else is refused, and the message says where it came from and what to do."""
    with pytest.raises(LocalAwsError) as error:
        require_loopback(endpoint, source="state/instance.json")
    message = str(error.value)
    assert message.startswith(
        f"state/instance.json: {endpoint!r} is not an endpoint on this machine"
    )
    assert "lab local up" in message
