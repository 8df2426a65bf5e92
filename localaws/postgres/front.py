"""What stands before the server as RDS does: TLS, and refusal of connections without it."""

import asyncio
import contextlib
import ssl
import struct
from pathlib import Path

# www.postgresql.org/docs/18/protocol-message-formats.html
_TLS, _GSS, _CANCEL = 80877103, 80877104, 80877102
_HEADER = struct.Struct("!II")
_LONGEST_STARTUP = 10_000
_CHUNK = 65_536


class Front:
    """Takes connections, speaks TLS, and passes what is inside to the server's socket.

    The build of PostgreSQL at hand cannot speak TLS itself.

    Args:
        certificate: Chain and key in PEM.
        require_tls: Whether a connection without TLS is refused, as by `rds.force_ssl`.
        backend: The server's socket.
    """

    def __init__(self, certificate: tuple[Path, Path], *, require_tls: bool, backend: str) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(*certificate)
        self._require_tls = require_tls
        self._backend = backend

    async def serve(self, port: int) -> asyncio.Server:
        """Listen on a port of loopback, or on any free one when it is taken or zero."""
        try:
            return await asyncio.start_server(self._connected, "127.0.0.1", port)
        except OSError:
            return await asyncio.start_server(self._connected, "127.0.0.1", 0)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one client until either side ends."""
        with contextlib.suppress(OSError, EOFError, ssl.SSLError):
            start = await self._negotiate(reader, writer)
            if start:
                server_reader, server_writer = await asyncio.open_unix_connection(self._backend)
                server_writer.write(start)
                await _splice((reader, server_writer), (server_reader, writer))
        writer.close()

    async def _negotiate(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bytes | None:
        """Agree on TLS; return the client's first message to the server, None if refused."""
        encrypted = False
        while True:
            header = await reader.readexactly(_HEADER.size)
            length, code = _HEADER.unpack(header)
            if code == _TLS and not encrypted:
                writer.write(b"S")
                await writer.start_tls(self._context)
                encrypted = True
            elif code == _GSS:
                writer.write(b"N")
            elif not _HEADER.size <= length <= _LONGEST_STARTUP:
                return None
            else:
                message = header + await reader.readexactly(length - _HEADER.size)
                if encrypted or code == _CANCEL or not self._require_tls:
                    return message
                writer.write(_refusal(message[_HEADER.size :]))
                await writer.drain()
                return None


async def _splice(*ways: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
    """Copy both ways until one of them ends."""
    copies = [asyncio.create_task(_copy(reader, writer)) for reader, writer in ways]
    await asyncio.wait(copies, return_when=asyncio.FIRST_COMPLETED)
    for copy in copies:
        copy.cancel()
    await asyncio.gather(*copies, return_exceptions=True)
    for _, writer in ways:
        writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy one way."""
    while data := await reader.read(_CHUNK):
        writer.write(data)
        await writer.drain()


def _refusal(parameters: bytes) -> bytes:
    """Return PostgreSQL's own message for a connection that no rule admits without TLS."""
    words = [word.decode(errors="replace") for word in parameters.split(b"\0")]
    known = dict(zip(words[::2], words[1::2], strict=False))
    user = known.get("user", "")
    message = (
        f'no pg_hba.conf entry for host "127.0.0.1", user "{user}", '
        f'database "{known.get("database", user)}", no encryption'
    )
    fields = {"S": "FATAL", "V": "FATAL", "C": "28000", "M": message}
    body = b"".join(f"{key}{value}\0".encode() for key, value in fields.items()) + b"\0"
    return b"E" + struct.pack("!I", len(body) + 4) + body
