"""Settings of one project: who owns it, what it may reach."""

from typing import Annotated, Literal

from pydantic import Field

from cdk.fan_out.config import FanOutConfig
from cdk.settings import FIXED, FREE, REPLACES, Settings
from cdk.slurm.project_config import ProjectSlurmConfig
from cdk.types import Email, Member, PosixId, TagValue

Access = Literal["read", "write"]


class PosixConfig(Settings):
    """The Unix identity that owns a project's files, the same wherever they are mounted."""

    uid: Annotated[PosixId, FIXED] = Field(examples=[20001])
    """User number of the project's files, 1000 to 65533, another for each project. It cannot be
    changed later, as the files would keep the old owner."""
    gid: Annotated[PosixId, FIXED] = Field(examples=[20001])
    """Group number of the project's files, another for each project; usually the same as `uid`."""


class DataConfig(Settings):
    """What the project may do in its own folder of each bucket: read, or write (and read)."""

    raw: Annotated[Access | None, FREE] = Field("write", examples=["read"])
    """Access to `projects/<name>/` in the raw bucket. Default write; `null` means none."""
    scratch: Annotated[Access | None, FREE] = Field("write", examples=["write"])
    """Access to `projects/<name>/` in the scratch bucket. Default write; `null` means none."""
    results: Annotated[Access | None, FREE] = Field("write", examples=["write"])
    """Access to `projects/<name>/` in the results bucket. Default write; `null` means none."""
    archive: Annotated[Access | None, FREE] = Field("write", examples=["read"])
    """Access to `projects/<name>/` in the archive bucket. Default write; `null` means none."""


class ProjectEfsConfig(Settings):
    """The project's folder on the shared file system, `/projects/<name>`."""

    permissions: Annotated[Literal["0700", "0750", "0770", "2770", "0755", "2775"], REPLACES] = (
        Field("2770", examples=["2770"])
    )
    """Unix permissions of the folder when it is made. Default 2770: the group reads and writes, and
    new files belong to the group. An existing folder keeps its own."""


class ProjectConfig(Settings):
    """One project, described in one file: `projects/<name>.yaml`."""

    owner: Annotated[Email, FREE] = Field(examples=["ada.lovelace@example.org"])
    """Whom to ask about this project. Stands on every resource as the tag `owner`."""
    cost_center: Annotated[TagValue | None, FREE] = Field(None, examples=["4711"])
    """To whom its cost is charged, as the tag `cost-center`. Default: the lab's."""
    posix: Annotated[PosixConfig, FIXED] = Field(examples=[{"uid": 20001, "gid": 20001}])
    """The Unix identity that owns the project's files."""
    data: Annotated[DataConfig, FREE] = Field(DataConfig(), examples=[{"raw": "read"}])
    """What the project may do in each bucket. Default: write in its own folder of every bucket that
    the lab has."""
    efs: Annotated[ProjectEfsConfig | None, FREE] = Field(None, examples=[{"permissions": "2770"}])
    """A folder on the shared file system; `{}` takes the defaults. Default none."""
    fan_out: Annotated[FanOutConfig | None, FREE] = Field(None, examples=[{"max_concurrency": 40}])
    """Jobs on AWS Batch, one for each child folder of a parent; `{}` takes the defaults. Default
    none. They run with the project's own rights."""
    slurm: Annotated[ProjectSlurmConfig | None, FREE] = Field(
        None, examples=[{"environments": {"scanpy": "environments/scanpy.lock"}}]
    )
    """A group and an account on the Slurm cluster; `{}` takes the defaults. Default none."""
    members: Annotated[tuple[Member, ...], FREE] = Field(
        (), strict=False, examples=[["role/scientists"]]
    )
    """IAM roles or users of the lab's account that may act as the project, if their own policy
    lets them call sts:AssumeRole. Default none: only the jobs of the project itself. A * is
    allowed, as single sign-on makes up the end of its names."""
