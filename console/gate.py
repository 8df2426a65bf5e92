"""What is compared with the deployed stacks before a deployment may begin."""

from collections.abc import Iterator
from typing import Any

from cdk.config.lifecycle import refused_changes
from cdk.config.load import Loaded
from cdk.config.slurm_updates import not_yet_told, update_findings
from cdk.errors import Finding, LabError
from cdk.naming import METADATA, cluster_name
from console.assembly import Assembly
from console.cloudformation import deployed_template, describe
from console.compute_fleet import compute_nodes_stopped
from console.errors import ConsoleError
from console.failed_creation import FAILED_CREATION
from console.target import AwsTarget, LocalTarget

CLUSTER = "Custom::PclusterCluster"


def refuse_changes(target: LocalTarget | AwsTarget, assembly: Assembly, loaded: Loaded) -> None:
    """Compare with the deployed templates what must not change, or not while it runs.

    Raises:
        LabError: one has changed; the message names both values and the way out.
    """
    client = target.client("cloudformation")
    findings: list[Finding] = []
    for stack in assembly.stacks:
        deployed = describe(client, stack.name)
        # A stack that was never made holds nothing: what it was to be may be changed.
        if not deployed or not deployed.exists or deployed.status in FAILED_CREATION:
            continue
        template = deployed_template(client, stack.name)
        # ParallelCluster's reason is the better one where both would refuse.
        found = [*_updates(target, template, stack.template, loaded)]
        found += not_yet_told(found, _changes(template, loaded))
        findings += found
    if findings:
        raise LabError(findings)


def _changes(template: dict[str, Any], loaded: Loaded) -> Iterator[Finding]:
    recorded = template.get("Metadata", {}).get(METADATA, {}).get("FixedSettings", {})
    yield from refused_changes(recorded, loaded.config, loaded.layer)


def _updates(
    target: LocalTarget | AwsTarget,
    deployed: dict[str, Any],
    wanted: dict[str, Any],
    loaded: Loaded,
) -> Iterator[Finding]:
    """Yield what ParallelCluster would refuse half an hour later, and roll back."""
    before, after = _configuration(deployed), _configuration(wanted)
    if before is None or after is None:
        return
    # What CloudFormation fills in is the same expression in both.
    found = [*update_findings(loaded, before, after)]
    cluster = cluster_name(loaded.config.name, loaded.config.env)
    try:
        stopped = bool(found) and compute_nodes_stopped(target.client("dynamodb"), cluster)
    except ConsoleError as error:
        stopped, hint = False, "they are held to be running"
        yield Finding("", 0, 0, "slurm", str(error), hint, warning=True)
    yield from (
        update_findings(loaded, before, after, compute_nodes_stopped=True) if stopped else found
    )


def _configuration(template: dict[str, Any]) -> dict[str, Any] | None:
    for resource in template.get("Resources", {}).values():
        if resource["Type"] == CLUSTER:
            configuration: dict[str, Any] = resource["Properties"]["ClusterConfiguration"]
            return configuration
    return None
