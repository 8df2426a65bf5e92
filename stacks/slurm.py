"""The stack of the Slurm cluster, and of what its nodes need to become nodes of the lab."""

from collections.abc import Mapping
from pathlib import Path as FolderPath

from aws_cdk import CfnOutput, aws_ec2 as ec2
from constructs import Construct

from cdk.config.lab import LabConfig
from cdk.facts import Facts
from cdk.naming import PROJECT_ROLES, cluster_name, fact_path, stack_name
from cdk.network.construct import Network
from cdk.published_facts import PublishedFacts, deployed_facts
from cdk.settings import Path
from cdk.slurm.accounting_database import AccountingDatabase
from cdk.slurm.alerts import ClusterAlerts
from cdk.slurm.bootstrap_bucket import BootstrapBucket
from cdk.slurm.bootstrap_digest import bootstrap_digest
from cdk.slurm.cluster_file import cluster_file
from cdk.slurm.cluster_ids import AccountingDatabaseIds, ClusterIds
from cdk.slurm.config import SlurmConfig
from cdk.slurm.construct import LOGICAL_ID, SlurmCluster
from cdk.slurm.front import LoginFront
from cdk.slurm.node_boundary import NodeBoundary
from cdk.slurm.node_policies import NodePolicies
from cdk.slurm.provider_role import ProviderRole
from cdk.slurm.scratch_access import let_scratch_use_key
from cdk.storage.construct import Storage
from cdk.storage.efs import SharedFileSystem
from cdk.users.config import UserConfig
from stacks.lab_stack import LabStack
from stacks.login_clients import SLURM_PORT_FORWARD_URL
from stacks.slurm_files import node_files, settings_file

SCRIPTS = FolderPath(__file__).parents[1] / "bootstrap" / "nodes"

ACCOUNTING_DATABASE = "slurm_accounting"
"""The database that slurmdbd makes on the server."""

_LOGIN_FACTS = (
    "login_authorize_url",
    "login_token_url",
    "slurm_login_secret_arn",
)


class SlurmStack(LabStack):
    """A cluster that can be thrown away: files and accounting lie in other stacks."""

    def __init__(
        self,
        scope: Construct,
        config: LabConfig,
        *,
        slurm: SlurmConfig,
        storage: Storage,
        shared: SharedFileSystem,
        database: AccountingDatabase | None,
        own_network: Network | None,
        lock_files: Mapping[str, str],
    ) -> None:
        """Build the stack.

        Args:
            scope: the app.
            config: the lab.
            slurm: the settings of its cluster.
            storage: whose key encrypts, and whose bucket may be behind the scratch file system.
            shared: the file system that every node mounts.
            database: of accounting; `None` without.
            own_network: the lab's own; `None` if there is one already, which is found here.
            lock_files: the texts of lock files, by their paths.
        """
        super().__init__(
            scope,
            config,
            stack_name=stack_name(config.name, config.env, "slurm"),
            description="Slurm cluster",
            termination_protection=config.termination_protection,
            not_emulated="ParallelCluster",
        )
        self.record((("slurm",), slurm), *_numbers(config))
        self._config, self._slurm, self._database = config, slurm, database
        self._storage, self._shared = storage, shared
        self._name = name = cluster_name(config.name, config.env)
        self._network = own_network or Network(self, "Network", name=name, config=config.network)
        self._alerts = ClusterAlerts(
            self, "Alerts", cluster_name=name, email=config.owner, key=storage.key
        )
        self._facts = deployed_facts(self, lab=config.name, env=config.env, names=_LOGIN_FACTS)
        self._front = self._login_front()
        self._files = self._node_files(lock_files)
        self._bootstrap = BootstrapBucket(
            self, "Bootstrap", key=storage.key, scripts=SCRIPTS, files=self._files
        )
        self._policies, self._boundary = self._node_policies(), self._node_boundary()
        self._publish(self._cluster())

    def _login_front(self) -> LoginFront | None:
        ingress = self._config.ingress
        if ingress is None:
            return None
        internet_facing = ingress.scheme == "internet-facing"
        return LoginFront(
            self,
            "Front",
            domain=ingress.domain,
            certificate_arn=ingress.certificate_arn,
            hosted_zone_id=ingress.hosted_zone_id,
            scheme=ingress.scheme,
            inbound_cidrs=[*ingress.inbound_cidrs.values()],
            deletion_protection=self._config.termination_protection,
            vpc=self._network.vpc,
            subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC)
            if internet_facing
            else self._network.private_subnets,
            access_logs=self._storage.buckets.access_logs,
        )

    @property
    def _hub_url(self) -> str:
        return self._front.url if self._front else SLURM_PORT_FORWARD_URL

    def _node_files(self, lock_files: Mapping[str, str]) -> dict[str, str]:
        settings = settings_file(
            self._config,
            self._slurm,
            facts=self._facts,
            topic_arn=self._alerts.topic.topic_arn,
            hub_url=self._hub_url,
            target_group_arn=self._front.target_group_arn if self._front else None,
        )
        return {"settings.env": settings, **node_files(self._config, lock_files)}

    def _node_policies(self) -> NodePolicies:
        config = self._config
        return NodePolicies(
            self,
            "NodePolicies",
            lab=config.name,
            env=config.env,
            bucket=self._bootstrap.bucket,
            topic=self._alerts.topic,
            key=self._storage.key,
            project_roles_path=fact_path(config.name, config.env, PROJECT_ROLES),
            accounting=self._database is not None,
            login_secret_arn=self._facts.need("slurm_login_secret_arn"),
            target_group_arn=self._front.target_group_arn if self._front else None,
        )

    def _node_boundary(self) -> NodeBoundary:
        login_secret = self._facts.need("slurm_login_secret_arn")
        passwords = [self._database.password_secret_arn] if self._database else []
        return NodeBoundary(
            self,
            "Boundary",
            lab=self._config.name,
            env=self._config.env,
            cluster_name=self._name,
            bucket=self._bootstrap.bucket,
            topic=self._alerts.topic,
            key=self._storage.key,
            secret_arns=[login_secret, *passwords],
        )

    def _cluster(self) -> SlurmCluster:
        scratch = self._scratch_bucket_name
        if scratch is not None:
            # CloudFormation cuts the name of the storage stack when it makes names of it.
            let_scratch_use_key(self._storage.key, buckets=f"{self._name[:12]}*")
        role = ProviderRole(
            self,
            "Provider",
            cluster_name=self._name,
            rule_prefix=LOGICAL_ID,
            source_bucket=self._bootstrap.bucket.bucket_name,
            managed_policy_arns=self._policies.attached_arns(),
            accounting_secret_arn=self._database.password_secret_arn if self._database else None,
            permissions_boundary_arn=self._boundary.policy.managed_policy_arn,
            scratch=self._slurm.scratch is not None,
            scratch_bucket_arn=self.format_arn(
                service="s3", region="", account="", resource=scratch
            )
            if scratch
            else None,
        )
        return SlurmCluster(
            self,
            LOGICAL_ID,
            name=self._name,
            configuration=cluster_file(self._slurm, self._ids()),
            role=role,
            first=[self._bootstrap, self._policies, self._boundary, self._alerts],
        )

    def _ids(self) -> ClusterIds:
        mounting = self._shared.client_security_group.security_group_id
        database, front = self._database, self._front
        arns = self._policies.arns
        return ClusterIds(
            region=self._config.region,
            subnet_ids=tuple(
                self._network.vpc.select_subnets(
                    subnet_type=self._network.private_subnets.subnet_type
                ).subnet_ids
            ),
            head_security_group_ids=(
                mounting,
                *([database.client_security_group.security_group_id] if database else []),
            ),
            login_security_group_ids=(
                mounting,
                *([front.login_security_group.security_group_id] if front else []),
            ),
            compute_security_group_ids=(mounting,),
            head_policy_arns=tuple(arns("head")),
            login_policy_arns=tuple(arns("login")),
            compute_policy_arns=tuple(arns("compute")),
            boundary_arn=self._boundary.policy.managed_policy_arn,
            bootstrap_bucket_name=self._bootstrap.bucket.bucket_name,
            bootstrap_digest=bootstrap_digest(SCRIPTS, self.resolve(self._files)),
            file_system_id=self._shared.file_system.file_system_id,
            scratch_bucket_name=self._scratch_bucket_name,
            accounting=AccountingDatabaseIds(
                uri=database.uri,
                user_name=database.user_name,
                password_secret_arn=database.password_secret_arn,
                database_name=ACCOUNTING_DATABASE,
            )
            if database
            else None,
        )

    @property
    def _scratch_bucket_name(self) -> str | None:
        scratch = self._slurm.scratch
        if scratch is None or scratch.bucket is None:
            return None
        return self._storage.buckets.by_class[scratch.bucket].bucket_name

    def _publish(self, cluster: SlurmCluster) -> None:
        facts = Facts(
            slurm_cluster_name=cluster.name,
            slurm_head_node_id=cluster.head_node_id,
            slurm_hub_url=self._hub_url,
        )
        config = self._config
        PublishedFacts(self, "Facts", lab=config.name, env=config.env, facts=facts)
        for name, value in facts.known().items():
            output = "".join(word.capitalize() for word in name.removeprefix("slurm_").split("_"))
            CfnOutput(self, output, value=value, description=Facts.description(name))


def _numbers(config: LabConfig) -> list[tuple[Path, UserConfig]]:
    """Return the people, whose numbers may never change."""
    return [(("users", name), user) for name, user in config.enabled_users().items()]
