"""Settings of storage: buckets by data class, the shared file system, its backups."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from cdk.settings import FIXED, FREE, Problem, Settings
from cdk.types import WholeNumber

DataClass = Literal["raw", "scratch", "results", "archive"]
DATA_CLASSES: tuple[DataClass, ...] = ("raw", "scratch", "results", "archive")

EfsDays = Annotated[Literal[1, 7, 14, 30, 60, 90, 180, 270, 365], WholeNumber]
"""The ages that EFS knows: docs.aws.amazon.com/efs/latest/ug/API_LifecyclePolicy.html."""

Days = Annotated[int, Field(ge=1, le=36500)]

_MINIMUM_STORAGE_DAYS = {
    "standard_ia": 30,
    "intelligent_tiering": 0,
    "glacier_ir": 90,
    "glacier": 90,
    "deep_archive": 180,
}
"""Days that are billed even when an object leaves earlier: aws.amazon.com/s3/pricing, 2026-11."""


class TransitionsConfig(Settings):
    """When objects move to a cheaper storage class, in days after upload; absent means never.

    An object only moves downwards, in the order of the fields below.
    """

    standard_ia: Annotated[Days | None, FREE] = Field(None, ge=30, examples=[30])
    """Days until STANDARD_IA: about half the price of storage, 0.01 USD per GB read. AWS allows 30
    or more."""
    intelligent_tiering: Annotated[Days | None, FREE] = Field(None, examples=[1])
    """Days until INTELLIGENT_TIERING: AWS moves objects by their last access, for 0.0025 USD per
    1,000 objects and month. Right where nobody knows what will be read again."""
    glacier_ir: Annotated[Days | None, FREE] = Field(None, examples=[120])
    """Days until GLACIER_IR: read at once, but 0.03 USD per GB and 0.01 USD per 1,000 reads."""
    glacier: Annotated[Days | None, FREE] = Field(None, examples=[180])
    """Days until GLACIER (Flexible Retrieval): an object must be restored first, minutes to
    hours."""
    deep_archive: Annotated[Days | None, FREE] = Field(None, examples=[365])
    """Days until DEEP_ARCHIVE: the cheapest class; restoring takes up to 48 hours."""

    def days(self) -> dict[str, int]:
        """Return the days of each class in use, in the order an object passes through them."""
        return {name: days for name, days in self if days is not None}

    def problems(self) -> Iterator[Problem]:
        """Check that later classes come later, and not before AWS bills the earlier one in full."""
        for (before, first), (after, second) in pairwise(self.days().items()):
            if second <= first:
                yield Problem(
                    path=(after,),
                    message=f"comes before {before} (got {second} days and {first} days)",
                    hint=f"more than {first} days, or set one of the two to null",
                    related=((before,),),
                )
            elif second - first < (least := _MINIMUM_STORAGE_DAYS[before]):
                # S3 itself refuses this for STANDARD_IA; for the others it only costs money:
                # see "Lifecycle transition general considerations" in the Amazon S3 user guide.
                yield Problem(
                    path=(after,),
                    message=f"comes {second - first} days after {before}, which is billed {least}",
                    hint=f"{first + least} days or more, or set {before} to null",
                    related=((before,),),
                    warning=before != "standard_ia",
                )


class BucketConfig(Settings):
    """One bucket and how long things stay in it.

    Every bucket is encrypted, private, refuses plain HTTP and logs access; that is no setting.
    """

    versioned: Annotated[bool, FREE] = Field(default=True, examples=[True])
    """Keep what is overwritten or deleted for `noncurrent_version_expiration_days`. Default
    true."""
    transitions: Annotated[TransitionsConfig, FREE] = Field(
        TransitionsConfig(), examples=[{"standard_ia": 30, "deep_archive": 365}]
    )
    """When objects move to cheaper storage classes. Default: they stay where they are."""
    object_size_greater_than_kib: Annotated[int, FREE] = Field(
        1024, ge=128, le=1024 * 1024, examples=[1024]
    )
    """Only objects larger than this many KiB move to another class. Default 1024. Small objects
    cost more by moving: in 36 months objects of 0.1 MB cost 17 % more than staying, those of 1 MB
    76 % less (STANDARD_IA 30, GLACIER_IR 120, DEEP_ARCHIVE 365 days; us-east-1, 2026-11)."""
    expiration_days: Annotated[Days | None, FREE] = Field(None, examples=[30])
    """Delete objects this many days after upload. DANGER: deletes data. Default never."""
    noncurrent_version_expiration_days: Annotated[Days, FREE] = Field(30, examples=[30])
    """How many days an overwritten or deleted object can be brought back. Default 30."""
    abort_incomplete_multipart_upload_days: Annotated[Days, FREE] = Field(7, examples=[7])
    """Remove the parts of uploads that never finished, which are billed but not listed. Default 7
    days."""

    def problems(self) -> Iterator[Problem]:
        """Check that nothing expires before it has moved for the last time."""
        days = self.transitions.days()
        if self.expiration_days is None or not days:
            return
        last, moved = max(days.items(), key=lambda item: item[1])
        related: tuple[tuple[str, ...], ...] = (("transitions", last),)
        if self.expiration_days <= moved:
            yield Problem(
                path=("expiration_days",),
                message=f"deletes objects before they move to {last} "
                f"(got {self.expiration_days} days and {moved} days)",
                hint=f"more than {moved} days, or set transitions.{last} to null",
                related=related,
            )
        elif self.expiration_days - moved < (least := _MINIMUM_STORAGE_DAYS[last]):
            yield Problem(
                path=("expiration_days",),
                message=f"deletes objects {self.expiration_days - moved} days after they move to "
                f"{last}, which is billed for {least}",
                hint=f"{moved + least} days or more, or set transitions.{last} to null",
                related=related,
                warning=True,
            )


class BucketsConfig(Settings):
    """One bucket per data class; `null` switches a class off."""

    raw: Annotated[BucketConfig | None, FREE] = Field(
        None, examples=[{"transitions": {"standard_ia": 30, "deep_archive": 365}}]
    )
    """What instruments and sequencers deliver: written once, read for a while, kept. Every preset
    moves it to STANDARD_IA after 30 days, GLACIER_IR after 120, DEEP_ARCHIVE after 365."""
    scratch: Annotated[BucketConfig | None, FREE] = Field(None, examples=[{"expiration_days": 14}])
    """Intermediate files of pipelines. DANGER: every preset deletes objects here after 30 days and
    keeps no old versions."""
    results: Annotated[BucketConfig | None, FREE] = Field(
        None, examples=[{"transitions": {"intelligent_tiering": 30}}]
    )
    """What analyses produce and people read. Every preset moves it to INTELLIGENT_TIERING after 30
    days."""
    archive: Annotated[BucketConfig | None, FREE] = Field(
        None, examples=[{"transitions": {"glacier_ir": 1}}]
    )
    """What must be kept and is hardly ever read. Every preset moves it to DEEP_ARCHIVE after a
    day."""

    def enabled(self) -> dict[DataClass, BucketConfig]:
        """Return the buckets that the lab has, by data class."""
        buckets = {name: getattr(self, name) for name in DATA_CLASSES}
        return {name: bucket for name, bucket in buckets.items() if bucket is not None}


class EfsConfig(Settings):
    """The file system that every plane of the lab mounts: homes, software, project folders.

    It is encrypted and mounted over TLS with IAM only; that is no setting.
    """

    throughput_mode: Annotated[Literal["elastic", "bursting"], FREE] = Field(
        "elastic", examples=["elastic"]
    )
    """`elastic`, the default, is fast at any size and bills 0.03 USD per GB read and 0.06 USD
    written. `bursting` bills nothing for traffic but is slow below some TB, and cannot use
    the archive tier (us-east-1, 2026-11). EFS refuses `bursting` once files are in that tier."""
    transition_to_ia_days: Annotated[EfsDays | None, FREE] = Field(30, examples=[30])
    """Files not read for this many days move to the infrequent-access tier, 0.016 USD per GB-month
    instead of 0.30. Default 30; `null` means never."""
    transition_to_archive_days: Annotated[EfsDays | None, FREE] = Field(90, examples=[90])
    """Files not read for this many days move to the archive tier, 0.008 USD per GB-month. Default
    90; `null` means never. The first read brings a file back to standard."""

    def problems(self) -> Iterator[Problem]:
        """Check the archive tier against its two conditions."""
        archive, infrequent = self.transition_to_archive_days, self.transition_to_ia_days
        if archive is None:
            return
        if self.throughput_mode != "elastic":
            yield Problem(
                path=("transition_to_archive_days",),
                message=f"needs elastic throughput (got throughput_mode: {self.throughput_mode})",
                hint="set `throughput_mode: elastic` or `transition_to_archive_days: null`",
                related=(("throughput_mode",),),
            )
        if infrequent is not None and archive <= infrequent:
            yield Problem(
                path=("transition_to_archive_days",),
                message=f"comes before infrequent access (got {archive} and {infrequent} days)",
                hint=f"more than {infrequent} days, or `null` for no archive tier",
                related=(("transition_to_ia_days",),),
            )


class BackupConfig(Settings):
    """Backups of the shared file system by AWS Backup; they outlive a lab that is destroyed."""

    daily_retention_days: Annotated[Days, FREE] = Field(35, examples=[35])
    """How many days a daily backup is kept. Default 35. Backups are incremental; 0.05 USD per
    GB-month (us-east-1, 2026)."""
    monthly_retention_days: Annotated[Days | None, FREE] = Field(365, examples=[365])
    """How many days the backup of each first of the month is kept. Default 365; `null` means
    none."""

    def problems(self) -> Iterator[Problem]:
        """Check that monthly backups outlive daily ones."""
        if (monthly := self.monthly_retention_days) and monthly <= self.daily_retention_days:
            yield Problem(
                path=("monthly_retention_days",),
                message=f"is not longer than daily_retention_days "
                f"(got {monthly} and {self.daily_retention_days} days)",
                hint="keep monthly backups longer, or set `monthly_retention_days: null`",
                related=(("daily_retention_days",),),
            )


class StorageConfig(Settings):
    """Where the lab's data lives."""

    buckets: Annotated[BucketsConfig, FREE] = Field(
        BucketsConfig(), examples=[{"scratch": {"expiration_days": 14}}]
    )
    """The buckets, one per data class: raw, scratch, results, archive."""
    efs: Annotated[EfsConfig | None, FIXED] = Field(None, examples=[{"throughput_mode": "elastic"}])
    """The shared file system. Every preset has one; `null` means none."""
    backup: Annotated[BackupConfig | None, FREE] = Field(
        None, examples=[{"daily_retention_days": 35}]
    )
    """Backups of the shared file system. The presets `standard` and `production` make them; `null`
    means none."""
    removal_policy: Annotated[Literal["retain", "destroy"], FREE] = Field(
        "retain", examples=["retain"]
    )
    """What `lab destroy` does with data. `retain`, the default, keeps buckets, file system, backups
    and keys. DANGER: `destroy` deletes them with all they hold; only the preset `sandbox` may."""

    def problems(self) -> Iterator[Problem]:
        """Check that what shall be destroyed can be."""
        if self.efs is None and self.backup is not None:
            yield Problem(
                path=("backup",),
                message="has nothing to back up, as the lab has no file system",
                hint="remove it, or switch efs on",
                related=(("efs",),),
                written=True,
            )
        if self.removal_policy == "destroy" and self.efs is not None and self.backup is not None:
            yield Problem(
                path=("backup",),
                message="cannot be destroyed, as AWS keeps a vault that holds backups",
                hint="set `backup: null` or `removal_policy: retain`",
                related=(("removal_policy",), ("efs",)),
                written=True,
            )
