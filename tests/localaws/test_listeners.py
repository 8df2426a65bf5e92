"""Listeners: on loopback, on known ports where they are free."""

import socket
from dataclasses import replace

import pytest

from localaws import listeners
from localaws.listeners import Listeners, open_listeners
from tests.localaws.test_record import RECORD


def _endpoints(opened: Listeners) -> tuple[str, str]:
    """Return both endpoints and give the ports back."""
    endpoints = (opened.endpoint, opened.plain_endpoint)
    opened.tls.close()
    opened.plain.close()
    return endpoints


def _free_port() -> int:
    """Return a port that is free at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_preferred_ports_are_taken_when_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """A first start uses the ports that the documentation names."""
    tls, plain = _free_port(), _free_port()
    monkeypatch.setattr(listeners, "PREFERRED_PORTS", (tls, plain))
    expected = (f"https://127.0.0.1:{tls}", f"http://127.0.0.1:{plain}")
    assert expected == _endpoints(open_listeners(None))


def test_remembered_ports_are_taken_again() -> None:
    """An instance keeps its address from one start to the next."""
    expected = f"https://127.0.0.1:{_free_port()}"
    assert expected == _endpoints(open_listeners(replace(RECORD, endpoint=expected)))[0]


def test_taken_port_is_left_to_its_owner() -> None:
    """Whoever took the port meanwhile keeps it, and the instance moves."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = f"https://127.0.0.1:{other.getsockname()[1]}"
        moved = _endpoints(open_listeners(replace(RECORD, endpoint=taken)))[0]
    assert moved.startswith("https://127.0.0.1:")
    assert moved != taken
