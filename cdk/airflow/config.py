"""Settings of Airflow: where its DAGs come from, who may do what, how large a task is."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from cdk.settings import FREE, Problem, Settings
from cdk.types import ImageName, refuse

_HTTPS = re.compile(r"https://[a-z0-9.-]+(:\d+)?/[\w.~/-]+", re.IGNORECASE | re.ASCII)
_SSH = re.compile(r"(ssh://[\w.-]+@[a-z0-9.-]+(:\d+)?/|[\w.-]+@[a-z0-9.-]+:)[\w.~/-]+", re.ASCII)


def _repository(value: str) -> str:
    if re.match(r"https://[^/]*@", value):
        raise refuse(
            "holds a user or a password, which would stand in templates and logs",
            "leave out everything before the @, and name a secret in credentials_secret_arn",
        )
    if not _HTTPS.fullmatch(value) and not _SSH.fullmatch(value):
        raise refuse(
            "is not the address of a git repository",
            "for example https://github.com/my-lab/dags.git or git@github.com:my-lab/dags.git",
        )
    return value


def _secret_arn(value: str) -> str:
    if re.fullmatch(r"arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-\w{6}", value):
        return value
    hint = "for example arn:aws:secretsmanager:us-east-1:111122223333:secret:dags-a1b2c3"
    raise refuse("is not the ARN of a secret in Secrets Manager", hint)


def _sub_path(value: str) -> str:
    parts = value.split("/")
    if not re.fullmatch(r"[\w.-]+(/[\w.-]+)*", value, re.ASCII) or {".", ".."} & set(parts):
        raise refuse("is not a folder inside the repository", "for example dags or pipelines/dags")
    return value


Repository = Annotated[str, AfterValidator(_repository)]
SubPath = Annotated[str, AfterValidator(_sub_path)]
GitRef = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][\w./-]{0,199}$")]
SecretArn = Annotated[str, AfterValidator(_secret_arn)]
GroupName = Annotated[str, StringConstraints(pattern=r"^[\w./:@=+-]{1,128}$")]


class DagsConfig(Settings):
    """The git repository that holds the DAGs. What is pushed there runs: review it like code."""

    repository: Annotated[Repository, FREE] = Field(examples=["https://github.com/my-lab/dags.git"])
    """Where the DAGs come from, by HTTPS or SSH. DANGER: whoever may push there runs programs with
    the rights of Airflow's tasks."""
    ref: Annotated[GitRef, FREE] = Field("main", examples=["main"])
    """Branch, tag or commit that is followed. Default main."""
    sub_path: Annotated[SubPath | None, FREE] = Field(None, examples=["dags"])
    """Folder of the repository in which the DAGs are. Default: its root."""
    period_seconds: Annotated[int, FREE] = Field(60, ge=10, le=3600, examples=[60])
    """How often the repository is asked for something new, in seconds. Default 60."""
    credentials_secret_arn: Annotated[SecretArn | None, FREE] = Field(
        None, examples=["arn:aws:secretsmanager:us-east-1:111122223333:secret:dags-a1b2c3"]
    )
    """A secret that you made in the lab's account and region: JSON with `username` and `password`
    (a token that may only read) for HTTPS, or `private_key` for SSH, encrypted by AWS's own key.
    Default none: the repository is public. 0.40 USD a month (us-east-1, 2024-07)."""
    known_hosts: Annotated[str | None, FREE] = Field(
        None,
        min_length=1,
        examples=["git.example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEONLY"],
    )
    """Public keys of the git server, as `ssh-keyscan` prints them and its owner publishes them.
    Needed for SSH, where they prove that it is the right server. Default none."""

    @property
    def ssh(self) -> bool:
        """Whether the repository is reached by SSH."""
        return not self.repository.startswith("https://")

    def problems(self) -> Iterator[Problem]:
        """Check that SSH has a key and knows its server, and that HTTPS is given neither."""
        if self.ssh and self.credentials_secret_arn is None:
            yield Problem(
                path=("credentials_secret_arn",),
                message=f"is left out, and SSH needs a key (got {self.repository})",
                hint="name a secret that holds `private_key`, or give the https:// address",
                related=(("repository",),),
            )
        if self.ssh and self.known_hosts is None:
            yield Problem(
                path=("known_hosts",),
                message=f"is left out, so any server could give us DAGs (got {self.repository})",
                hint="what `ssh-keyscan <server>` prints, or give the https:// address",
                related=(("repository",),),
            )
        if not self.ssh and self.known_hosts is not None:
            yield Problem(
                path=("known_hosts",),
                message=f"has no effect with HTTPS (got {self.repository})",
                hint="leave it out, or give the SSH address of the repository",
                related=(("repository",),),
            )


class RolesConfig(Settings):
    """Who may do what in Airflow, by groups of the login. The highest role of a person counts.

    The lab's admin group is always `Admin`. Who is in none of the groups cannot log in.
    """

    admin: Annotated[tuple[GroupName, ...], FREE] = Field(
        (), strict=False, examples=[["platform-team"]]
    )
    """Groups that may do everything, such as writing connections and passwords, beside the lab's
    admin group. Default none."""
    op: Annotated[tuple[GroupName, ...], FREE] = Field(
        (), strict=False, examples=[["pipeline-operators"]]
    )
    """Groups that may also see and change connections, variables and pools. Default none. DANGER:
    connections hold passwords."""
    user: Annotated[tuple[GroupName, ...], FREE] = Field(
        ("lab-users",), strict=False, examples=[["lab-users"]]
    )
    """Groups that may start, stop and clear the runs of every DAG. Default `[lab-users]`."""
    viewer: Annotated[tuple[GroupName, ...], FREE] = Field((), strict=False, examples=[["guests"]])
    """Groups that may look at every DAG, its runs and logs. Default none."""

    def by_role(self) -> dict[str, tuple[str, ...]]:
        """Return the groups of each role of Airflow, the highest role first."""
        return {name.capitalize(): groups for name, groups in self}

    def problems(self) -> Iterator[Problem]:
        """Check that a group has one role."""
        seen: dict[str, str] = {}
        for role, groups in self:
            for index, group in enumerate(groups):
                if group in seen:
                    yield Problem(
                        path=(role, index),
                        message=f"has a role already (got {group} in {seen[group]} and {role})",
                        hint="name it once, with the highest role it shall have",
                        related=((seen[group],),),
                    )
                seen.setdefault(group, role)


class TaskConfig(Settings):
    """What one task gets if its DAG says nothing else; each task is a pod of its own."""

    cpu: Annotated[float, FREE] = Field(0.5, ge=0.1, le=64, strict=False, examples=[0.5])
    """Cores reserved for a task; it may use more while nobody else needs them. Default 0.5."""
    memory_gib: Annotated[float, FREE] = Field(2, ge=0.5, le=512, strict=False, examples=[2])
    """Memory of a task in GiB; a task that takes more is stopped. Default 2, of which Airflow
    itself needs about 0.5. Heavy work belongs into AWS Batch or a pod with an own request."""


class AirflowConfig(Settings):
    """Airflow, with the official chart and a pod for each task.

    Its core always runs: 1.7 cores and 4.5 GiB of the system nodes, and four secrets for 1.60 USD a
    month (us-east-1, 2024-07). Tasks cost what they run.
    """

    image: Annotated[ImageName, FREE] = Field(
        "apache/airflow:3.2.2", examples=["apache/airflow:3.2.2"]
    )
    """Image of every component and task. Default `apache/airflow:3.2.2`. An image of your own, for
    more Python packages, must be built from that one: the chart is made for 3.2.2."""
    dags: Annotated[DagsConfig | None, FREE] = Field(
        None, examples=[{"repository": "https://github.com/my-lab/dags.git", "sub_path": "dags"}]
    )
    """The git repository of the DAGs. Default none: Airflow has those that are in the image below
    /opt/airflow/dags, and the default image has none."""
    roles: Annotated[RolesConfig, FREE] = Field(RolesConfig(), examples=[{"user": ["lab-users"]}])
    """Who may do what, by groups of the login. Default: the lab's admins everything, lab-users run
    DAGs, nobody else gets in."""
    task: Annotated[TaskConfig, FREE] = Field(TaskConfig(), examples=[{"cpu": 1, "memory_gib": 4}])
    """What one task gets if its DAG says nothing else: half a core and 2 GiB."""
    parallelism: Annotated[int, FREE] = Field(32, ge=1, le=512, examples=[32])
    """How many tasks run at once in the whole lab; more wait. Default 32."""
    max_active_tasks_per_dag: Annotated[int, FREE] = Field(16, ge=1, le=512, examples=[16])
    """How many tasks of one DAG run at once, so that one does not hold up all others. Default
    16."""
    api_replicas: Annotated[int, FREE] = Field(1, ge=1, le=5, examples=[1])
    """How many web servers there are. Default 1. With 2 one may fail while people and tasks go on;
    each more takes half a core and 2 GiB."""
    metadata_retention_days: Annotated[int, FREE] = Field(90, ge=7, le=3650, examples=[90])
    """How many days the history of runs stays in the database; it is cleaned each Sunday. Default
    90. DANGER: what is older is deleted. Logs go with the scratch bucket's own expiry."""
    session_hours: Annotated[int, FREE] = Field(12, ge=1, le=168, examples=[12])
    """How many hours a login lasts. Default 12. Who leaves a group keeps its role that long."""

    def problems(self) -> Iterator[Problem]:
        """Check that one DAG does not get more than there is."""
        if self.max_active_tasks_per_dag > self.parallelism:
            yield Problem(
                path=("max_active_tasks_per_dag",),
                message=f"is more than there are for all DAGs together "
                f"(got {self.max_active_tasks_per_dag} and {self.parallelism})",
                hint=f"{self.parallelism} or less, or raise parallelism",
                related=(("parallelism",),),
            )
