"""The emulator's TLS certificate, which its callers trust and nobody else does."""

from pathlib import Path
from typing import NamedTuple

import trustme


class Certificate(NamedTuple):
    """The files of a server's certificate: what callers trust, what the server shows, its key."""

    authority: Path
    chain: Path
    key: Path


def issue(folder: Path) -> Certificate:
    """Write a new certificate for loopback and return its files.

    It is issued at every start, so it cannot expire. Its authority's key is never written, so
    trusting the authority means trusting this one certificate.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = Certificate(folder / "ca.crt", folder / "server.crt", folder / "server.key")
    authority = trustme.CA()
    server = authority.issue_cert("localhost", "127.0.0.1", "::1")
    authority.cert_pem.write_to_path(str(files.authority))
    server.private_key_pem.write_to_path(str(files.key))
    files.key.chmod(0o600)
    # The authority goes along: ministack has its Lambda functions trust what the server shows.
    chain = [*server.cert_chain_pems, authority.cert_pem]
    files.chain.write_bytes(b"".join(pem.bytes() for pem in chain))
    return files
