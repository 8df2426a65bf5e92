"""The instance's record: written in one step, checked when it is read."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from localaws.errors import LocalAwsError
from localaws.record import InstanceRecord

RECORD = InstanceRecord(
    account="111122223333",
    endpoint="https://127.0.0.1:4610",
    plain_endpoint="http://127.0.0.1:4611",
    pid=42,
    access_key_id="AKIAEXAMPLE",
    secret_access_key="not-a-secret",  # noqa: S106
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Name a record's file."""
    return tmp_path / "instance.json"


def test_written_record_is_read_back(file: Path) -> None:
    """What is written is what is read."""
    RECORD.write(file)
    assert InstanceRecord.read(file) == RECORD


def test_record_is_readable_by_its_owner_alone(file: Path) -> None:
    """The file holds a secret key, so nobody else may read it."""
    RECORD.write(file)
    assert file.stat().st_mode & 0o777 == 0o600


def test_missing_record_is_none(file: Path) -> None:
    """An instance that never started has no record."""
    assert InstanceRecord.read(file) is None


@pytest.mark.parametrize(
    "tampered",
    [
        replace(RECORD, endpoint="https://example.com:443"),
        replace(RECORD, plain_endpoint="http://example.com:80"),
    ],
)
def test_tampered_endpoint_is_refused(file: Path, tampered: InstanceRecord) -> None:
    """A record that points elsewhere is never used."""
    tampered.write(file)
    with pytest.raises(LocalAwsError, match="is not an endpoint on this machine"):
        InstanceRecord.read(file)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pid": "42"}, "pid must be int, got '42'"),
        ({"pid": True}, "pid must be int, got True"),
        ({"extra": 1}, "expected exactly the keys"),
    ],
)
def test_damaged_record_is_explained(file: Path, change: dict[str, object], message: str) -> None:
    """A wrong type or key is named, with the remedy."""
    file.write_text(json.dumps(asdict(RECORD) | change))
    with pytest.raises(LocalAwsError, match=message) as error:
        InstanceRecord.read(file)
    assert "remove it and run `lab local up`" in str(error.value)


def test_cut_off_record_is_explained(file: Path) -> None:
    """Half a file is damage, not a crash."""
    file.write_text('{"account": ')
    with pytest.raises(LocalAwsError, match="cannot be read"):
        InstanceRecord.read(file)
