"""Run one server until standard input ends: `python -m localaws.postgres`, for the emulator."""

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

from localaws.postgres.cluster import SOCKET, Cluster, stop
from localaws.postgres.front import Front
from localaws.postgres.settings import Settings
from localaws.process import exclusive


def main() -> None:
    """Start the server that standard input describes, print its port, and end with the input.

    The kernel closes the input when the emulator ends, however that happens.
    """
    settings = Settings.read(sys.stdin.readline())
    folder = Path(settings.folder)
    # A server of the last emulator may still be on its way out.
    with exclusive(folder / "lock"):
        cluster = Cluster(folder / "data", settings.major)
        if not cluster.exists:
            shutil.rmtree(cluster.folder, ignore_errors=True)
            cluster.create(settings.user, settings.password, settings.database)
        elif settings.new_password:
            cluster.set_password(settings.user, settings.password)
        # The path of a socket may have 107 signs, and a folder's more than that.
        os.chdir(cluster.folder)
        server = cluster.serve(settings.parameters, folder / "server.log")
        try:
            asyncio.run(_serve(settings, server))
        finally:
            stop(server)


async def _serve(settings: Settings, server: subprocess.Popen[bytes]) -> None:
    """Listen until standard input ends or the server does."""
    certificate = (Path(settings.chain), Path(settings.key))
    front = Front(certificate, require_tls=settings.require_tls, backend=SOCKET)
    listening = await front.serve(settings.port)
    print(listening.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - the emulator reads it
    ended = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), ended.set)
    while server.poll() is None and not ended.is_set():
        await asyncio.wait((asyncio.create_task(ended.wait()),), timeout=1)
    listening.close()


if __name__ == "__main__":
    try:
        main()
    except (OSError, RuntimeError) as error:
        sys.exit(f"PostgreSQL cannot run: {error}")
