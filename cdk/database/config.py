"""Settings of the PostgreSQL server that JupyterHub and Airflow share."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from cdk.settings import FREE, Problem, Settings
from cdk.types import WholeNumber, refuse

RetentionDays = Annotated[
    Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653],
    WholeNumber,
]

REGIONS_WITHOUT_ROOT = ("ap-east-2", "ap-southeast-6", "ap-southeast-7", "mx-central-1")
"""Regions of RDS whose root certificate nobody here has seen: a connection there would fail."""


def _instance_type(value: str) -> str:
    if re.fullmatch(r"db\.[a-z][a-z0-9]*\.(micro|small|medium|large|\d*xlarge)", value, re.ASCII):
        return value
    hint = (
        f"did you mean db.{value}?" if not value.startswith("db.") else "for example db.t4g.small"
    )
    raise refuse("is not an instance type of RDS", hint)


class DatabaseConfig(Settings):
    """One small PostgreSQL server. A lab has it as soon as it has JupyterHub or Airflow.

    It is encrypted, private and refuses connections without TLS; that is no setting. It holds who
    logged in, which servers and which DAG runs there were: no research data.
    """

    instance_type: Annotated[
        Annotated[str, AfterValidator(_instance_type)],
        FREE,
    ] = Field("db.t4g.small", examples=["db.t4g.small"])
    """Size of the server. Default db.t4g.small, 2 vCPU and 2 GiB, 23 USD a month, 47 USD with
    `multi_az` (us-east-1, 2026-05). A change restarts it: some minutes without login."""
    engine_version: Annotated[Literal[16, 17, 18], WholeNumber, FREE] = Field(17, examples=[17])
    """Major version of PostgreSQL. Default 17; RDS installs minor ones in the maintenance window.
    A higher number upgrades in place, some minutes without login. DANGER: there is no way back to
    a lower one but a new server."""
    allocated_storage_gib: Annotated[int, FREE] = Field(20, ge=20, le=16384, examples=[20])
    """Disk to start with, in GiB. Default 20, the least: 2.30 USD a month, twice that with
    `multi_az` (us-east-1, 2026-05). A disk cannot be made smaller."""
    max_allocated_storage_gib: Annotated[int | None, FREE] = Field(
        100, ge=22, le=65536, examples=[100]
    )
    """How far RDS may let the disk grow by itself when it is nearly full, in GiB. Default 100;
    `null` means not at all, and a full disk stops every login."""
    multi_az: Annotated[bool, FREE] = Field(default=False, examples=[True])
    """Keep a second server in another zone that takes over within two minutes. Default false; true
    in the preset `production`. Doubles the price."""
    backup_retention_days: Annotated[int, FREE] = Field(14, ge=1, le=35, examples=[14])
    """For how many days any second can be restored. Default 14; 35 in the preset `production`, 1 in
    `sandbox`. Backups up to the size of the disk are free, each further GB is 0.095 USD a month
    (us-east-1, 2026-05)."""
    deletion_protection: Annotated[bool, FREE] = Field(default=True, examples=[True])
    """Refuse to delete the server until this is set to false and deployed. Default true; false in
    the preset `sandbox`. With `storage.removal_policy: retain` a last snapshot is kept anyway."""
    rotation_days: Annotated[int, FREE] = Field(60, ge=30, le=365, examples=[60])
    """After how many days the users of the releases change, each with a new password. Default 60.
    Programs that run on keep the user before for as long again; 30 days are the least, as Auto Mode
    replaces every node, and with it every program, within 21."""
    log_retention_days: Annotated[RetentionDays, FREE] = Field(30, examples=[30])
    """For how many days the server's logs are kept in CloudWatch. Default 30. The allowed values
    are those of CloudWatch."""

    def problems(self) -> Iterator[Problem]:
        """Check that the disk has room to grow, as much as RDS asks for."""
        most, first = self.max_allocated_storage_gib, self.allocated_storage_gib
        # docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
        least = -(-first * 11 // 10)
        if most is not None and most < least:
            yield Problem(
                path=("max_allocated_storage_gib",),
                message=f"is less than 10 % above allocated_storage_gib (got {most} and {first})",
                hint=f"{least} or more, or `null` for a disk that does not grow",
                related=(("allocated_storage_gib",),),
            )
