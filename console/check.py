"""`lab check`: every error in the YAML, in less than a second, without CDK or AWS."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cdk.config.checked import load_checked
from cdk.config.siblings import between_environments
from cdk.errors import Finding, LabError
from console.report import print_findings, say

if TYPE_CHECKING:
    from cdk.config.load import Loaded


def check(lab: Path, envs: list[str], *, as_json: bool, since: str | None = None) -> bool:
    """Check environments of a lab and print what was found; return whether none is an error.

    Args:
        lab: folder of the lab.
        envs: its environments.
        as_json: print for scripts.
        since: a commit; changes since then must be ones that a running cluster can take.

    Raises:
        ConsoleError: git cannot tell how the lab was.
    """
    loaded: list[Loaded] = []
    found_in: dict[Finding, list[str]] = defaultdict(list)
    for env in envs:
        try:
            loaded.append(load_checked(lab, env, today=datetime.now(UTC).date()))
        except LabError as error:
            found: Sequence[Finding] = error.findings
        else:
            found = loaded[-1].warnings
        for finding in found:
            found_in[finding].append(env)
    if since is not None:
        from console.since import changes_since  # noqa: PLC0415 - most checks compare nothing

        for finding, env in changes_since(since, lab, loaded):
            found_in[finding].append(env)
    findings = sorted([*_told_once(found_in, envs, lab), *between_environments(loaded)])
    print_findings(findings, as_json=as_json)
    errors = [finding for finding in findings if not finding.warning]
    if not errors and not as_json:
        projects = {name for one in loaded for name in one.config.enabled_projects()}
        say(f"{lab}: {', '.join(envs)} correct, {len(projects)} projects")
    return not errors


def _told_once(
    found_in: Mapping[Finding, list[str]], envs: Sequence[str], lab: Path
) -> Iterator[Finding]:
    """Yield each finding once; one in a shared file that not all environments have, with which."""
    own = {str(lab / f"{env}.yaml") for env in envs}
    for finding, where in found_in.items():
        if len(where) == len(envs) or finding.file in own:
            yield finding
        else:
            yield replace(finding, message=f"{finding.message} (in {', '.join(where)})")
