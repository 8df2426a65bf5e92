"""`lab check`: every error in the YAML, in about half a second, without CDK or AWS."""

from pathlib import Path

from cdk.config.load import Loaded, load
from cdk.config.siblings import between_environments
from cdk.errors import Finding, LabError
from console.report import print_findings, say


def check(lab: Path, envs: list[str], *, as_json: bool) -> bool:
    """Check environments of a lab and print what was found; return whether none is an error."""
    loaded: list[Loaded] = []
    findings: list[Finding] = []
    for env in envs:
        try:
            loaded.append(load(lab, env))
        except LabError as error:
            findings += error.findings
    findings += [warning for one in loaded for warning in one.warnings]
    findings += between_environments(loaded)
    # lab.yaml is read once for each environment; its errors are still one each.
    findings = sorted(set(findings))
    print_findings(findings, as_json=as_json)
    errors = [finding for finding in findings if not finding.warning]
    if not errors and not as_json:
        projects = {name for one in loaded for name in one.config.enabled_projects()}
        say(f"{lab}: {', '.join(envs)} correct, {len(projects)} projects")
    return not errors
