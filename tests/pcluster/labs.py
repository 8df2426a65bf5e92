"""The cluster files of the repository's labs, with roles of account.py for ids."""

from collections.abc import Iterator

from cdk.config.lab import LabConfig
from cdk.config.load import environments, load
from cdk.slurm.cluster_file import cluster_file
from cdk.slurm.cluster_ids import AccountingDatabaseIds, ClusterIds
from tests.pcluster.batch import ROOT
from tests.pcluster.edits import Tree

LABS = [
    *sorted(path.parent for path in ROOT.glob("labs/*/lab.yaml")),
    ROOT / "tests/golden/campus",
]


def labs_with_slurm() -> Iterator[tuple[str, LabConfig]]:
    """Yield every lab in each of its environments that has a cluster, as `demo-dev`."""
    for folder in LABS:
        for env in environments(folder):
            config = load(folder, env).config
            if config.slurm is not None:
                yield f"{config.name}-{config.env}", config


def rendered(config: LabConfig) -> Tree:
    """Return the cluster file of a lab, in the account of these tests."""
    assert config.slurm is not None
    assert config.region == "us-east-1", "account.py has a network in this region alone"
    zones = config.network.availability_zones[:3]
    ids = ClusterIds(
        region=config.region,
        subnet_ids=tuple(f"<private_subnet_{zone}>" for zone in zones),
        head_security_group_ids=("<client_group>", "<database_group>"),
        login_security_group_ids=("<client_group>", "<hub_group>"),
        compute_security_group_ids=("<client_group>",),
        head_policy_arns=("<node_policy>", "<role_policy>"),
        login_policy_arns=("<node_policy>", "<role_policy>"),
        compute_policy_arns=("<node_policy>",),
        boundary_arn="<boundary_policy>",
        bootstrap_bucket_name="<nodes_bucket>",
        bootstrap_digest="0a1b2c3d4e5f6789",
        file_system_id="<file_system>",
        scratch_bucket_name="<raw_bucket>",
        accounting=AccountingDatabaseIds(
            uri="accounting.a1b2c3d4e5f6.us-east-1.rds.amazonaws.com:3306",
            user_name="slurm",
            password_secret_arn="<database_secret>",  # noqa: S106 - a role
            database_name="slurm_accounting",
        ),
    )
    return cluster_file(config.slurm, ids)
