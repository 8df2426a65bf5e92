"""Serve ministack on loopback, and save its state while it runs."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import asyncio
import logging
import os
import signal
import time
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack import app as ministack

from localaws.certificate import Certificate
from localaws.listeners import Listeners
from localaws.snapshot import Services, Snapshot

logger = logging.getLogger("localaws.server")

SAVE_SECONDS = 1.0
# How much longer the pause is than what it took to save.
SAVE_PAUSE = 10
FOLDER_SECONDS = 2
STOP_SECONDS = 1.0

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Gateway:
    """ministack's ASGI application, with a note of whether it may have changed."""

    def __init__(self) -> None:
        self.changed = asyncio.Event()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on, as what it is.

        A caller could claim by header that TLS was terminated before the gateway; only the
        socket it came through decides about that here.
        """
        headers = scope.get("headers")
        if headers:
            scope["headers"] = [item for item in headers if item[0] != b"x-forwarded-proto"]
        try:
            await ministack.app(scope, receive, send)
        finally:
            if scope.get("method") not in (None, "GET", "HEAD"):
                self.changed.set()


async def run(
    listeners: Listeners,
    certificate: Certificate,
    snapshot: Snapshot,
    on_ready: Callable[[], None],
    listen: Callable[[Callable[[], None]], None],
) -> None:
    """Serve until SIGTERM or SIGINT, then save.

    Args:
        listeners: Sockets that listen already.
        certificate: What the server shows, and its key.
        snapshot: Where state is loaded from and saved to.
        on_ready: Called on a thread as soon as requests are answered.
        listen: Called with what to call, on any thread, after a change that no request made.
    """
    ministack.load_state = snapshot.load
    # ministack would save on the way out, in its own format and even in the middle of a deploy.
    ministack.save_all = _save_nothing
    gateway, stopping = Gateway(), asyncio.Event()
    loop = asyncio.get_running_loop()
    listen(lambda: _set_soon(loop, gateway.changed))
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    config = _configuration(listeners, certificate)
    served = asyncio.create_task(serve(gateway, config, shutdown_trigger=stopping.wait))
    saving = asyncio.create_task(_save_while_running(gateway, snapshot))
    watching = asyncio.create_task(_end_with_its_folder(certificate.key))
    stopped = asyncio.create_task(stopping.wait())
    await asyncio.to_thread(on_ready)
    await asyncio.wait((served, stopped), return_when=asyncio.FIRST_COMPLETED)
    # Idle clients do not answer the end of a TLS connection, so nobody waits for them.
    await asyncio.wait((served,), timeout=STOP_SECONDS)
    saving.cancel()
    watching.cancel()
    _save(snapshot)


def _set_soon(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    """Set an event from any thread, unless the loop has ended."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(event.set)


async def _end_with_its_folder(file: Path) -> None:
    """End at once, Lambda functions included, when the instance's folder has been deleted."""
    while file.exists():  # noqa: ASYNC110, ASYNC240 - no event tells it, and a stat blocks nobody
        await asyncio.sleep(FOLDER_SECONDS)
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


def _save_nothing(services: Services) -> None:
    """Stand in for ministack's own way of saving."""


def _configuration(listeners: Listeners, certificate: Certificate) -> Config:
    """Return the web server's configuration: two sockets of ours and no other."""
    config = Config()
    config.bind = [f"fd://{listeners.tls.fileno()}"]
    config.insecure_bind = [f"fd://{listeners.plain.fileno()}"]
    config.certfile, config.keyfile = str(certificate.chain), str(certificate.key)
    config.keep_alive_timeout = 75
    config.graceful_timeout = 2
    return config


async def _save_while_running(gateway: Gateway, snapshot: Snapshot) -> None:
    """Save soon after a change, but not while a stack operation is under way.

    Nothing else is answered meanwhile, so a state that takes long to save is saved less often.
    """
    took = 0.0
    while True:
        await gateway.changed.wait()
        await asyncio.sleep(max(SAVE_SECONDS, took * SAVE_PAUSE))
        gateway.changed.clear()
        before = time.monotonic()
        if not _save(snapshot):
            gateway.changed.set()
        took = time.monotonic() - before


def _save(snapshot: Snapshot) -> bool:
    """Save, and leave a failure in the log rather than stop the emulator."""
    try:
        return snapshot.save(ministack._build_persistence_save_dict())
    except (OSError, TypeError, ValueError, RuntimeError) as error:
        logger.error("State not saved, the last saved state stays in place: %r", error)  # noqa: TRY400
        return False
