"""A lab that is right in every way that can be known before CDK: settings and what they make."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from cdk.config.calendar import calendar_findings
from cdk.config.load import Loaded, load
from cdk.config.release_findings import release_findings
from cdk.config.slurm_findings import slurm_findings
from cdk.errors import LabError


def load_checked(lab: Path, env: str, *, today: date | None = None) -> Loaded:
    """Read a lab, and check also what is beyond its settings.

    Args:
        lab: folder with `lab.yaml`, `<env>.yaml` and `projects/*.yaml`.
        env: name of the environment.
        today: the day in UTC, for what ends one day; `None` to leave the calendar alone.

    Raises:
        LabError: with every error that was found.
    """
    loaded = load(lab, env)
    findings = [*release_findings(loaded), *slurm_findings(loaded)]
    if today is not None:
        findings += calendar_findings(loaded, today)
    if any(not finding.warning for finding in findings):
        raise LabError([*loaded.warnings, *findings])
    return replace(loaded, warnings=tuple(sorted({*loaded.warnings, *findings})))
