"""What every node of a lab's cluster keeps to: its disk, groups, rights and scripts."""

from collections.abc import Iterator

from cdk.slurm.cluster_file import START
from cdk.slurm.cluster_rules import RULES, Broken, Cluster, Rule, got
from cdk.slurm.cluster_tree import Nodes, every_kind_of_node, named

SMALLEST_DISK_GIB = 60
"""Images of ParallelCluster need 45 to 50, and packages come on top."""

_ADMINISTRATORS = ("AdministratorAccess", "IAMFullAccess", "PowerUserAccess")
_EVENTS = ("OnNodeStart", "OnNodeConfigured", "OnNodeUpdated")


def cluster_problems(cluster: Cluster) -> list[Broken]:
    """Return every rule that a configuration breaks."""
    return [broken for rule in (*RULES, *NODE_RULES) for broken in rule(cluster)]


def disks(cluster: Cluster) -> Iterator[Broken]:
    """Disks are encrypted, and have room for what is installed."""
    for nodes in every_kind_of_node(cluster.config):
        if not nodes.root_volume:
            continue
        at = (*nodes.path, *nodes.root_volume)
        if (value := nodes.at(*nodes.root_volume, "Encrypted")) is not True:
            message = f"leaves the disk unencrypted {got(value)}"
            yield Broken("disks", (*at, "Encrypted"), message, "set it to true")
        size = nodes.at(*nodes.root_volume, "Size")
        if not isinstance(size, int) or size < SMALLEST_DISK_GIB:
            message = f"has no room for what nodes install {got(size)}"
            yield Broken("disks", (*at, "Size"), message, f"at least {SMALLEST_DISK_GIB}")
    for name, each in named(cluster.config.get("SharedStorage")):
        settings = each.get("EbsSettings") or {}
        if each.get("StorageType") == "Ebs" and settings.get("Encrypted") is False:
            path = ("SharedStorage", name, "EbsSettings", "Encrypted")
            yield Broken("disks", path, "leaves the disk unencrypted (got false)", "set it to true")


def head_node_files(cluster: Cluster) -> Iterator[Broken]:
    """What the head node shares lies on its own encrypted disk."""
    head = next((n for n in every_kind_of_node(cluster.config) if n.kind == "head"), None)
    if head is None:
        return
    encrypted = head.at("SharedStorageEfsSettings", "Encrypted") is True
    if head.at("SharedStorageType") == "Efs" and not encrypted:
        path = (*head.path, "SharedStorageType")
        message = "makes a second file system, which is not encrypted (got Efs)"
        hint = "remove it, or add `SharedStorageEfsSettings: {Encrypted: true}`"
        yield Broken("head-node-files", path, message, hint)


def metadata_of_head_node(cluster: Cluster) -> Iterator[Broken]:
    """People on the head node cannot take its rights."""
    for nodes in every_kind_of_node(cluster.config):
        if nodes.kind == "head" and (value := nodes.at("Imds", "Secured")) is not True:
            path = (*nodes.path, "Imds", "Secured")
            message = f"lets everybody on the head node take its rights {got(value)}"
            yield Broken("metadata-of-head-node", path, message, "set it to true")


def groups(cluster: Cluster) -> Iterator[Broken]:
    """Every node is in the group that the file system lets in, as it could not mount it else."""
    ids = cluster.ids
    wanted = {
        "head": ids.head_security_group_ids,
        "login": ids.login_security_group_ids,
        "compute": ids.compute_security_group_ids,
    }
    for nodes in every_kind_of_node(cluster.config):
        have = nodes.at("Networking", "AdditionalSecurityGroups") or []
        if not set(wanted[nodes.kind]) <= {*have}:
            yield Broken(
                "groups",
                (*nodes.path, "Networking", "AdditionalSecurityGroups"),
                "leaves out the lab's own groups, without which nothing can be mounted",
                "remove it here; for a queue of your own, write it into `slurm.queues`",
            )


def rights(cluster: Cluster) -> Iterator[Broken]:
    """Every node has the lab's policies and no more than it needs: people share it."""
    ids = cluster.ids
    wanted = {
        "head": ids.head_policy_arns,
        "login": ids.login_policy_arns,
        "compute": ids.compute_policy_arns,
    }
    for nodes in every_kind_of_node(cluster.config):
        at = (*nodes.path, "Iam", "AdditionalIamPolicies")
        items = nodes.at("Iam", "AdditionalIamPolicies") or []
        have = [str(each.get("Policy")) for each in items if isinstance(each, dict)]
        if not set(wanted[nodes.kind]) <= {*have}:
            message = "leaves out the lab's own policies, without which nodes fetch no scripts"
            hint = "remove it here; rights of people belong into their projects"
            yield Broken("rights", at, message, hint)
        for policy in have:
            if policy.rsplit("/", 1)[-1] in _ADMINISTRATORS:
                message = f"lets everybody on these nodes do anything in the account {got(policy)}"
                hint = "name the rights that are needed, in a policy of your own"
                yield Broken("rights", at, message, hint)
        for access in nodes.at("Iam", "S3Access") or ():
            if isinstance(access, dict) and access.get("BucketName") == "*":
                path = (*nodes.path, "Iam", "S3Access")
                message = "opens every bucket of the account to everybody on these nodes (got *)"
                yield Broken("rights", path, message, "name the bucket")


def scripts(cluster: Cluster) -> Iterator[Broken]:
    """Scripts exist, come through TLS, and begin with the lab's own."""
    bucket = f"s3://{cluster.ids.bootstrap_bucket_name}/"
    for nodes in every_kind_of_node(cluster.config):
        for event in _EVENTS:
            found = _scripts(nodes, event)
            for url in found:
                path = (*nodes.path, "CustomActions", event)
                key = url.removeprefix(bucket)
                if url.startswith(bucket) and key not in cluster.scripts:
                    message = f"names a script that bootstrap/ does not have {got(key)}"
                    yield Broken("scripts", path, message, f"put it there, or name {START}")
                elif not url.startswith(("s3://", "https://")):
                    message = f"fetches a script neither from S3 nor through TLS {got(url)}"
                    yield Broken("scripts", path, message, "an address with s3:// or https://")
            begins = event == "OnNodeConfigured" or (
                event == "OnNodeUpdated" and nodes.kind != "compute"
            )
            if begins and f"{bucket}{START}" not in found:
                path = (*nodes.path, "CustomActions", event)
                message = "does not run the lab's own script, so the node would be empty"
                hint = "remove it here; for a queue of your own, write it into `slurm.queues`"
                yield Broken("scripts", path, message, hint)


def no_version_in_scripts(cluster: Cluster) -> Iterator[Broken]:
    """What ParallelCluster never lets change does not change with every deployment."""
    for nodes in every_kind_of_node(cluster.config):
        for event in ("OnNodeStart", "OnNodeConfigured") if nodes.kind != "compute" else ():
            if cluster.ids.bootstrap_digest in str(nodes.at("CustomActions", event)):
                path = (*nodes.path, "CustomActions", event)
                message = "changes with the scripts, and ParallelCluster refuses any change of it"
                yield Broken("no-version-in-scripts", path, message, "give it to OnNodeUpdated")


def _scripts(nodes: Nodes, event: str) -> list[str]:
    action = nodes.at("CustomActions", event) or {}
    each = action.get("Sequence") if isinstance(action, dict) else None
    items = each if isinstance(each, list) else [action]
    return [str(item["Script"]) for item in items if isinstance(item, dict) and "Script" in item]


NODE_RULES: tuple[Rule, ...] = (
    disks,
    head_node_files,
    metadata_of_head_node,
    groups,
    rights,
    scripts,
    no_version_in_scripts,
)
