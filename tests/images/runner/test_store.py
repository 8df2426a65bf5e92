"""What S3 answers where the embedded AWS answers otherwise, with botocore's stand-in for it."""

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from lab_runner.location import Location
from lab_runner.store import Store

MARKER = Location("results", "projects/atlas/_lab/complete/plate-1.json")


def store(monkeypatch: pytest.MonkeyPatch, listed: list[str]) -> Store:
    """Return S3 that denies an object and lists some keys."""
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "none")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    # A session of its own, as boto3 keeps the first one's keys.
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)
    made = Store()
    stub = Stubber(made._client)  # noqa: SLF001 - a stand-in is put behind it
    stub.add_client_error("get_object", "AccessDenied", http_status_code=403)
    stub.add_response("list_objects_v2", {"Contents": [{"Key": key} for key in listed]})
    stub.activate()
    return made


def test_a_missing_object_is_denied_to_whoever_lists_a_folder_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A first run finds no marker, although S3 says 403; a longer key is another object."""
    assert store(monkeypatch, []).read(MARKER) is None
    assert store(monkeypatch, [f"{MARKER.key}.bak"]).read(MARKER) is None


def test_an_object_that_is_there_and_denied_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A marker that cannot be read must not be taken for none."""
    with pytest.raises(ClientError, match="AccessDenied"):
        store(monkeypatch, [MARKER.key]).read(MARKER)
