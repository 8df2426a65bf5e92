"""What the cluster file needs to know of AWS: ids that exist, or tokens of what will."""

from dataclasses import dataclass

from cdk.naming import cluster_name


@dataclass(frozen=True)
class AccountingDatabaseIds:
    """Where slurmdbd keeps its records, in ParallelCluster's words.

    Attributes:
        uri: `host:port` of the server.
        user_name: the user of the database.
        password_secret_arn: a secret that holds the bare password.
        database_name: the database, which slurmdbd makes.
    """

    uri: str
    user_name: str
    password_secret_arn: str
    database_name: str


@dataclass(frozen=True)
class ClusterIds:
    """Ids of what is around a cluster.

    Attributes:
        region: the lab's region.
        subnet_ids: private subnets, at least one; head and login node are in the first.
        head_security_group_ids: groups that the head node joins beside the cluster's own.
        login_security_group_ids: the same for the login node.
        compute_security_group_ids: the same for compute nodes.
        head_policy_arns: managed policies of the head node's role.
        login_policy_arns: the same for the login node.
        compute_policy_arns: the same for compute nodes.
        boundary_arn: the most that any role of the cluster can do.
        bootstrap_bucket_name: holds scripts and what they read.
        bootstrap_digest: of all that is in it.
        file_system_id: the lab's EFS file system.
        scratch_bucket_name: the bucket behind `/scratch`; `None` for none.
        accounting: the database of slurmdbd; `None` for none.
    """

    region: str
    subnet_ids: tuple[str, ...]
    head_security_group_ids: tuple[str, ...]
    login_security_group_ids: tuple[str, ...]
    compute_security_group_ids: tuple[str, ...]
    head_policy_arns: tuple[str, ...]
    login_policy_arns: tuple[str, ...]
    compute_policy_arns: tuple[str, ...]
    boundary_arn: str
    bootstrap_bucket_name: str
    bootstrap_digest: str
    file_system_id: str
    scratch_bucket_name: str | None = None
    accounting: AccountingDatabaseIds | None = None

    @classmethod
    def example(
        cls,
        *,
        lab: str = "demo",
        env: str = "dev",
        account: str = "111122223333",
        region: str = "us-east-1",
    ) -> "ClusterIds":
        """Return ids as a deployed lab could have them: everything is there."""
        cluster = cluster_name(lab, env)
        policies = f"arn:aws:iam::{account}:policy/{cluster}"
        return cls(
            region=region,
            subnet_ids=("subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"),
            head_security_group_ids=("sg-0a1b2c3d4e5f67890", "sg-0a1b2c3d4e5f67892"),
            login_security_group_ids=("sg-0a1b2c3d4e5f67890", "sg-0a1b2c3d4e5f67891"),
            compute_security_group_ids=("sg-0a1b2c3d4e5f67890",),
            head_policy_arns=(f"{policies}-nodes",),
            login_policy_arns=(f"{policies}-nodes", f"{policies}-login"),
            compute_policy_arns=(f"{policies}-nodes",),
            boundary_arn=f"{policies}-boundary",
            bootstrap_bucket_name=f"{cluster}-bootstrap",
            bootstrap_digest="0a1b2c3d4e5f6789",
            file_system_id="fs-0a1b2c3d4e5f67890",
            scratch_bucket_name=f"{cluster}-raw",
            accounting=AccountingDatabaseIds(
                uri=f"accounting.a1b2c3d4e5f6.{region}.rds.amazonaws.com:3306",
                user_name="slurm",
                password_secret_arn=f"arn:aws:secretsmanager:{region}:{account}:"
                "secret:Accounting-a1b2c3",
                database_name="slurm_accounting",
            ),
        )
