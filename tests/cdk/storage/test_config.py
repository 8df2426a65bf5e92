"""Tests of rules between settings of storage."""

import pytest

from cdk.settings import Settings
from cdk.storage.config import (
    BackupConfig,
    BucketConfig,
    BucketsConfig,
    EfsConfig,
    TransitionsConfig,
)


def problems(config: Settings) -> list[tuple[str, bool]]:
    """Return which settings are complained about, and whether it is a warning."""
    return [(".".join(map(str, p.path)), p.warning) for p in config.problems()]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({"standard_ia": 30, "glacier_ir": 60, "glacier": 150, "deep_archive": 240}, []),
        ({"standard_ia": 30, "glacier_ir": 30}, [("glacier_ir", False)]),
        ({"standard_ia": 30, "glacier_ir": 59}, [("glacier_ir", False)]),
        ({"glacier_ir": 1, "deep_archive": 90}, [("deep_archive", True)]),
        ({"intelligent_tiering": 1, "glacier_ir": 2}, []),
        (
            {"standard_ia": 90, "glacier_ir": 60, "deep_archive": 50},
            [("glacier_ir", False), ("deep_archive", False)],
        ),
    ],
)
def test_objects_move_downwards_and_not_too_fast(
    days: dict[str, int], expected: list[tuple[str, bool]]
) -> None:
    """What S3 refuses is an error, what only costs is a warning."""
    assert problems(TransitionsConfig(**days)) == expected


def test_unused_classes_are_left_out() -> None:
    """Days come in the order an object passes through the classes."""
    transitions = TransitionsConfig(deep_archive=365, standard_ia=30)
    assert list(transitions.days().items()) == [("standard_ia", 30), ("deep_archive", 365)]


@pytest.mark.parametrize(
    ("expiration", "expected"),
    [(None, []), (30, [("expiration_days", False)]), (31, [("expiration_days", True)]), (60, [])],
)
def test_objects_expire_after_they_have_moved(
    expiration: int | None, expected: list[tuple[str, bool]]
) -> None:
    """Never at or before the last move, and better not before it has paid."""
    transitions = TransitionsConfig(standard_ia=30)
    config = BucketConfig(transitions=transitions, expiration_days=expiration)
    assert problems(config) == expected


def test_classes_that_are_off_are_no_buckets() -> None:
    """Absent means off."""
    assert list(BucketsConfig(results=BucketConfig()).enabled()) == ["results"]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (EfsConfig(), []),
        (EfsConfig(throughput_mode="bursting", transition_to_archive_days=None), []),
        (EfsConfig(transition_to_ia_days=None), []),
        (EfsConfig(transition_to_ia_days=90), [("transition_to_archive_days", False)]),
        (EfsConfig(throughput_mode="bursting"), [("transition_to_archive_days", False)]),
    ],
)
def test_archive_tier_has_two_conditions(
    config: EfsConfig, expected: list[tuple[str, bool]]
) -> None:
    """Elastic throughput, and a later day than infrequent access."""
    assert problems(config) == expected


def test_monthly_backups_outlive_daily_ones() -> None:
    """Otherwise they are gone before they are needed."""
    assert problems(BackupConfig(daily_retention_days=365)) == [("monthly_retention_days", False)]
    assert problems(BackupConfig(daily_retention_days=365, monthly_retention_days=None)) == []
