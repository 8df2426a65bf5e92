"""Settings of a project's fan-out: how wide, how long, and what follows a failure."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from cdk.settings import FREE, Problem, Settings
from cdk.types import Email, WholeNumber, refuse


def _number(value: object) -> object:
    # 2 is as good as 2.0; text and true are neither, although Python would take them.
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise refuse("needs a number", "for example 2 or 1.5, without quotes")


Factor = Annotated[float, BeforeValidator(_number), Field(ge=1, le=16)]


class EscalationConfig(Settings):
    """What a job gets more of when it failed by itself; a lost machine is no failure of the job."""

    memory_factor: Annotated[Factor, FREE] = Field(2.0, examples=[3])
    """How many times the memory, 1 to 16. Default 2.0. It ends at the largest machine."""
    vcpu_factor: Annotated[Factor, FREE] = Field(2.0, examples=[1])
    """How many times the vCPUs, 1 to 16. Default 2.0."""


class FanOutConfig(Settings):
    """Jobs on AWS Batch, one for each child folder of a parent; the lab needs `batch`."""

    max_concurrency: Annotated[int, Field(ge=1, le=10_000), FREE] = Field(40, examples=[100])
    """How many jobs of one fan-out may be under way at once, 1 to 10000. Default 40. The vCPUs of
    `batch.max_vcpus` limit it too, for all projects together."""
    escalation: Annotated[EscalationConfig, FREE] = Field(
        EscalationConfig(), examples=[{"memory_factor": 3}]
    )
    """The second try of a job that failed by itself."""
    host_loss_attempts: Annotated[int, Field(ge=1, le=10), FREE] = Field(10, examples=[5])
    """How often a job may be started on spot when its machine is taken away, 1 to 10. Default 10.
    After that it moves to machines on demand."""
    timeout_minutes: Annotated[int, Field(ge=1, le=20_160), FREE] = Field(720, examples=[120])
    """How long one attempt may run, in minutes. Default 720, half a day. DANGER: what runs longer
    is stopped, and counts as failed."""
    max_failures: Annotated[int, Field(ge=0, le=10_000), FREE] = Field(25, examples=[5])
    """After how many folders that failed for good the whole fan-out stops. Default 25: a script
    with a mistake in it costs little, and sends few mails."""
    alert_emails: Annotated[tuple[Email, ...], FREE] = Field(
        (), strict=False, examples=[["ada.lovelace@example.org"]]
    )
    """Who gets a mail for each folder that failed for good. Default: the project's owner alone. AWS
    asks each address once whether it agrees."""
    log_retention_days: Annotated[
        Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653],
        WholeNumber,
        FREE,
    ] = Field(30, examples=[30])
    """How many days CloudWatch keeps the jobs' output. Default 30. A copy lies with the results."""

    def problems(self) -> Iterator[Problem]:
        """Check that nobody is told twice."""
        emails = self.alert_emails
        for email in sorted({each for each in emails if emails.count(each) > 1}):
            yield Problem(
                path=("alert_emails",), message=f"names {email} twice", hint="name each once"
            )
