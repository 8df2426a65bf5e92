"""What is compared with the deployed stacks before a deployment may begin."""

from collections.abc import Iterator
from typing import Any

from cdk.config.lifecycle import refused_changes
from cdk.config.load import Loaded
from cdk.errors import Finding, LabError
from cdk.naming import METADATA
from console.assembly import Assembly
from console.cloudformation import deployed_template, describe
from console.failed_creation import FAILED_CREATION


def refuse_fixed_changes(client: Any, assembly: Assembly, loaded: Loaded) -> None:  # noqa: ANN401
    """Compare the fixed settings with those that the deployed templates record.

    Raises:
        LabError: one has changed; the message names both values and the way out.
    """
    findings = [
        finding
        for stack in assembly.stacks
        if (deployed := describe(client, stack.name))
        and deployed.exists
        # A stack that was never made holds nothing: what it was to be may be changed.
        and deployed.status not in FAILED_CREATION
        for finding in _changes(deployed_template(client, stack.name), loaded)
    ]
    if findings:
        raise LabError(findings)


def _changes(template: dict[str, Any], loaded: Loaded) -> Iterator[Finding]:
    recorded = template.get("Metadata", {}).get(METADATA, {}).get("FixedSettings", {})
    yield from refused_changes(recorded, loaded.config, loaded.layer)
