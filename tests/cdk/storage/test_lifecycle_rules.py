"""How long objects stay in a bucket, and where."""

from collections.abc import Callable
from typing import Any

from aws_cdk.assertions import Template

Storage = Callable[..., Template]


def rules(storage: Storage, **bucket: object) -> dict[str, dict[str, Any]]:
    """Return the lifecycle rules of the raw bucket with some settings, by their id."""
    template = storage(buckets={"raw": bucket})
    (found,) = (
        each["Properties"]
        for logical_id, each in template.find_resources("AWS::S3::Bucket").items()
        if "Raw" in logical_id
    )
    return {each["Id"]: each for each in found["LifecycleConfiguration"]["Rules"]}


def test_objects_move_through_the_classes_on_the_days_of_the_settings(storage: Storage) -> None:
    """Every class of the YAML arrives under the name that S3 has for it."""
    days = {
        "standard_ia": 30,
        "intelligent_tiering": 60,
        "glacier_ir": 90,
        "glacier": 180,
        "deep_archive": 365,
    }
    found = rules(storage, transitions=days)["transitions"]["Transitions"]
    assert {each["StorageClass"]: each["TransitionInDays"] for each in found} == {
        "STANDARD_IA": 30,
        "INTELLIGENT_TIERING": 60,
        "GLACIER_IR": 90,
        "GLACIER": 180,
        "DEEP_ARCHIVE": 365,
    }


def test_small_objects_do_not_move(storage: Storage) -> None:
    """The size from the YAML, in KiB, reaches S3 in bytes."""
    found = rules(storage, transitions={"glacier": 1}, object_size_greater_than_kib=512)
    assert found["transitions"]["ObjectSizeGreaterThan"] == 512 * 1024


def test_objects_of_every_size_expire(storage: Storage) -> None:
    """Expiration has no size filter: it is a rule of its own."""
    found = rules(storage, transitions={"glacier": 1}, expiration_days=200)
    assert found["expiration"] == {"Id": "expiration", "ExpirationInDays": 200, "Status": "Enabled"}


def test_nothing_moves_or_expires_by_itself(storage: Storage) -> None:
    """Without settings only the cleanup is there."""
    assert set(rules(storage)) == {"cleanup"}


def test_unfinished_uploads_are_removed(storage: Storage) -> None:
    """Parts of uploads go after the days of the settings."""
    found = rules(storage, abort_incomplete_multipart_upload_days=3)["cleanup"]
    assert found["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 3}


def test_old_versions_expire(storage: Storage) -> None:
    """An overwritten object can be brought back for the days of the settings."""
    found = rules(storage, noncurrent_version_expiration_days=90)["cleanup"]
    assert found["NoncurrentVersionExpiration"] == {"NoncurrentDays": 90}


def test_bare_delete_markers_are_removed(storage: Storage) -> None:
    """A marker whose versions are all gone goes too."""
    assert rules(storage)["cleanup"]["ExpiredObjectDeleteMarker"] is True


def test_expiration_removes_bare_delete_markers_itself(storage: Storage) -> None:
    """S3 refuses both instructions at once."""
    found = rules(storage, expiration_days=30)["cleanup"]
    assert "ExpiredObjectDeleteMarker" not in found


def test_old_versions_expire_also_once_versioning_is_off(storage: Storage) -> None:
    """Who switches it off does not pay for what it left behind for ever."""
    found = rules(storage, versioned=False)["cleanup"]
    assert found["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}
