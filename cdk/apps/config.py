"""Settings of web apps: what runs, whose data it shows, who may open it."""

import re
from collections.abc import Iterator
from posixpath import basename
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from cdk.apps.kinds import DATA_FOLDER, KINDS, AppKind, Kind
from cdk.settings import FREE, REPLACES, Problem, Settings
from cdk.types import ImageName, ProjectName, refuse

PROXY_PORT = 4180
"""Where the login proxy listens: the only port of the pod that others reach."""

_TAKEN_HOSTS = ("airflow", "hub", "slurm")


def _label(value: str) -> str:
    example = "for example atlas: a letter, then lower-case letters, digits, hyphens, at most 40"
    if not re.fullmatch(r"[a-z](-?[a-z0-9]){0,39}", value, re.ASCII) or len(value) > 40:  # noqa: PLR2004
        raise refuse("cannot be the first word of a host name", example)
    if value in _TAKEN_HOSTS:
        raise refuse("is the host of another program of the lab", f"{example}, not {value}")
    return value


def _path(value: str) -> str:
    if not re.fullmatch(r"[\w!.() =+@,-]+(/[\w!.() =+@,-]+)*/?", value, re.ASCII):
        raise refuse("is not a path inside a bucket or file system", "for example atlas/pbmc.h5ad")
    if ".." in value.split("/"):
        raise refuse("leads out of the folder", "write the path from the folder downwards")
    return value


def _variable(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", value, re.ASCII):
        raise refuse("cannot be the name of an environment variable", "for example TITLE")
    return value


AppName = Annotated[str, AfterValidator(_label)]
"""The name of a web app, and the first word of its host."""
DataPath = Annotated[str, AfterValidator(_path)]
VariableName = Annotated[str, AfterValidator(_variable)]


class S3DataConfig(Settings):
    """Data that is copied from a bucket into the pod each time it starts."""

    bucket: Annotated[Literal["raw", "scratch", "results", "archive"], FREE] = Field(
        "results", examples=["results"]
    )
    """The data class whose bucket it lies in. Default results."""
    path: Annotated[DataPath, FREE] = Field(examples=["pbmc.h5ad"])
    """Where it lies: one object, or a folder when it ends with a slash. With `project`, inside
    `projects/<project>/`; otherwise from the top of the bucket. New data is seen after the next
    start of the app."""
    size_gib: Annotated[int, FREE] = Field(5, ge=1, le=200, examples=[5])
    """Room for the copy on the node's disk in GiB. Default 5. More data than this ends the pod."""


class DataConfig(Settings):
    """What the app shows: from a bucket or from the shared file system, always read-only."""

    s3: Annotated[S3DataConfig | None, FREE] = Field(None, examples=[{"path": "pbmc.h5ad"}])
    """Copied from a bucket at each start: any number of apps may read it, at the disk's speed.
    Default none."""
    efs: Annotated[DataPath | None, REPLACES] = Field(None, examples=["atlas/pbmc.h5ad"])
    """Mounted from the shared file system: a file, or a folder when it ends with a slash. With
    `project`, inside `projects/<project>/`; otherwise from its root. Changes are seen at once.
    Default none."""

    def problems(self) -> Iterator[Problem]:
        """Check that the data comes from one place."""
        if (self.s3 is None) == (self.efs is None):
            yield Problem(
                path=(),
                message="needs one of s3 and efs" if self.s3 is None else "names both s3 and efs",
                hint="write `s3: {path: ...}` or `efs: ...`, and leave `data` out if there is none",
            )

    @property
    def path(self) -> str:
        """Where the data lies in its bucket or on the file system, below the project's folder."""
        return self.s3.path if self.s3 is not None else self.efs or ""

    @property
    def mounted(self) -> str:
        """Where the app finds it in its pod: a file, or the folder itself."""
        return f"{DATA_FOLDER}/{basename(self.path)}".rstrip("/")


class ReplicasConfig(Settings):
    """How many copies of the app run."""

    min: Annotated[int, FREE] = Field(1, ge=1, le=20, examples=[2])
    """Copies that always run. Default 1; with 2, the app outlives the loss of a node."""
    max: Annotated[int, FREE] = Field(1, ge=1, le=50, examples=[4])
    """Copies under load: more are started above 80 % of `cpu`. Default 1. Someone who has the app
    open stays with one copy."""

    def problems(self) -> Iterator[Problem]:
        """Check that there is room between the two."""
        if self.max < self.min:
            yield Problem(
                path=("max",),
                message=f"is below min (got {self.max} and {self.min})",
                hint=f"{self.min} or more",
                related=(("min",),),
            )


class AppConfig(Settings):
    """One web app with a login in front. It runs day and night on a node of the pool `general`."""

    kind: Annotated[Kind, FREE] = Field("http", examples=["cellxgene"])
    """What it is: `cellxgene` shows one .h5ad file, `shiny` runs the R app in its data or image,
    `dash` runs `app:server` of an image with gunicorn, `http` anything else. Default http. The
    kind sets image, port, command and health path, unless they are written."""
    image: Annotated[ImageName | None, FREE] = Field(None, examples=["rocker/shiny:4.5.2"])
    """The container image with an exact tag or digest. Default: that of the kind; `dash` and `http`
    have none."""
    port: Annotated[int | None, FREE] = Field(None, ge=1024, le=65535, examples=[8080])
    """Where the program listens, on every address of its pod. Default: that of the kind; `http` has
    none. Nobody but the login proxy reaches it. 4180 is the proxy's own."""
    command: Annotated[tuple[str, ...] | None, FREE] = Field(
        None,
        strict=False,
        min_length=1,
        examples=[["gunicorn", "--bind", "0.0.0.0:8050", "app:server"]],
    )
    """What is started instead of the kind's command; `{path}` stands for the app's data. Default:
    that of the kind; for `http` what the image starts."""
    env: Annotated[dict[VariableName, str], FREE] = Field(
        default={}, examples=[{"TITLE": "PBMC atlas"}]
    )
    """Environment variables. DANGER: everybody who may look at the cluster reads them, no secrets.
    Default none. HOME and DATA_PATH are there already."""
    health_path: Annotated[str | None, FREE] = Field(
        None, pattern=r"^/[^\s]*$", examples=["/health"]
    )
    """A path that answers when the app is ready. Default: that of the kind, `/` for most."""
    start_minutes: Annotated[int, FREE] = Field(10, ge=1, le=60, examples=[30])
    """How long the program may take to load its data before it counts as broken, in minutes.
    Default 10."""
    cpu: Annotated[float, FREE] = Field(0.5, gt=0, le=32, strict=False, examples=[1])
    """Processors that are reserved for each copy. Default 0.5; it may use more that are free."""
    memory_gib: Annotated[float | None, FREE] = Field(
        None, ge=0.25, le=256, strict=False, examples=[8]
    )
    """Memory of each copy in GiB; the program is ended when it needs more. Default: that of the
    kind, 4 for cellxgene, 2 for Shiny, else 1. cellxgene holds its whole file in memory."""
    replicas: Annotated[ReplicasConfig, FREE] = Field(
        ReplicasConfig(), examples=[{"min": 2, "max": 4}]
    )
    """How many copies run: a single one unless more are written."""
    host: Annotated[AppName | None, FREE] = Field(None, examples=["atlas"])
    """First word of the app's host name, below `ingress.domain`. Default: the app's name."""
    groups: Annotated[tuple[str, ...] | None, FREE] = Field(
        None, strict=False, min_length=1, examples=[["lab-users"]]
    )
    """Groups of people who may open it, besides the admins. Default: the group of `project`. Who is
    taken out of a group loses the app 8 hours later at most."""
    project: Annotated[ProjectName | None, FREE] = Field(None, examples=["pbmc-atlas"])
    """The project whose data it shows. Default none: data of the whole lab."""
    data: Annotated[DataConfig | None, FREE] = Field(
        None, examples=[{"s3": {"bucket": "results", "path": "pbmc.h5ad"}}]
    )
    """What it shows, below /data in its pod. Default none."""
    run_as_user: Annotated[int, FREE] = Field(1000, ge=1, le=65533, examples=[1000])
    """Unix user number of the program; never root. Default 1000."""
    read_only_root_filesystem: Annotated[bool, FREE] = Field(default=True, examples=[True])
    """Let the program write to /tmp alone. Default true; false for images that insist on writing
    elsewhere."""

    @property
    def preset(self) -> AppKind:
        """What the kind sets."""
        return KINDS[self.kind]

    def problems(self) -> Iterator[Problem]:
        """Check what the kind leaves open, who may come in, and that no probe goes amiss."""
        for field in ("image", "port"):
            if getattr(self, field) is None and getattr(self.preset, field) is None:
                yield Problem(
                    path=(field,),
                    message=f"is missing, and the kind {self.kind} has none",
                    hint=f"write the app's own {field}",
                    related=(("kind",),),
                )
        if self.port == PROXY_PORT:
            yield Problem(
                path=("port",),
                message=f"is the login proxy's (got {self.port})",
                hint="let the program listen elsewhere, for example on 8080",
            )
        if self.groups is None and self.project is None:
            yield Problem(
                path=("groups",),
                message="is missing, so that nobody but admins could open the app",
                hint="name the groups, for example `groups: [lab-users]`, or the project",
                related=(("project",),),
            )
        yield from self._data_problems()

    def _data_problems(self) -> Iterator[Problem]:
        suffix = self.preset.suffix
        if not suffix or self.command is not None:
            return
        if self.data is None:
            yield Problem(
                path=("data",),
                message=f"is missing, and {self.kind} has nothing to show",
                hint="write `data: {s3: {path: pbmc.h5ad}}`",
                related=(("kind",), ("command",)),
            )
        elif not self.data.path.endswith(suffix):
            place = ("data", "s3", "path") if self.data.s3 else ("data", "efs")
            yield Problem(
                path=place,
                message=f"is not a {suffix} file, which {self.kind} shows (got {self.data.path})",
                hint=f"name one file that ends with {suffix}",
                related=(("kind",), ("command",)),
            )
