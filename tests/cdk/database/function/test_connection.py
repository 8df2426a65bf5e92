"""Connections to a real server over TLS."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from pg8000.exceptions import DatabaseError

from cdk.database.config import REGIONS_WITHOUT_ROOT
from cdk.database.function.connection import ROOTS, connect, connect_as_master
from cdk.database.function.secrets_manager import SecretsManager
from cdk.regions import REGIONS


def _certificates() -> dict[str, x509.Certificate]:
    found = x509.load_pem_x509_certificates(ROOTS.read_bytes())
    name = x509.NameOID.COMMON_NAME
    return {str(each.subject.get_attributes_for_oid(name)[0].value): each for each in found}


@pytest.mark.parametrize("region", sorted(set(REGIONS) - set(REGIONS_WITHOUT_ROOT)))
def test_each_region_has_the_root_that_signs_its_servers(region: str) -> None:
    """It is self-signed, an authority, and good for decades."""
    root = _certificates()[f"Amazon RDS {region} Root CA RSA2048 G1"]
    root.verify_directly_issued_by(root)
    constraints = root.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (constraints.critical, constraints.value.ca) == (True, True)
    assert root.not_valid_after_utc > datetime(2060, 1, 1, tzinfo=UTC)


def test_regions_without_root_are_the_ones_that_are_named() -> None:
    """The list for `lab check` and the file agree."""
    known = _certificates()
    missing = [r for r in REGIONS if f"Amazon RDS {r} Root CA RSA2048 G1" not in known]
    assert missing == sorted(REGIONS_WITHOUT_ROOT)


def test_master_reads_its_password_each_time(secrets: SecretsManager) -> None:
    """RDS renews it by itself, so it is never kept."""
    with connect_as_master(secrets) as connection:
        assert connection.run("SELECT current_user, current_database()") == [["master", "postgres"]]


@pytest.mark.usefixtures("server")
def test_wrong_password_is_refused() -> None:
    """The server of these tests checks passwords, as RDS does."""
    with pytest.raises(DatabaseError, match="password authentication failed"):
        connect("master", "a guess", "postgres")


@pytest.mark.usefixtures("server")
def test_server_of_another_authority_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No password is sent to a server that cannot prove who it is."""
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "other.pem"))
    with pytest.raises(ssl.SSLCertVerificationError, match="unable to get local issuer"):
        connect("master", "of the master", "postgres")


@pytest.mark.usefixtures("server")
def test_server_of_another_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A good certificate of someone else is not enough."""
    monkeypatch.setenv("DATABASE_HOST", "127.0.0.1")
    with pytest.raises(ssl.SSLCertVerificationError, match="IP address mismatch"):
        connect("master", "of the master", "postgres")
