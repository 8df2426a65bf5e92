"""The role of the Lambda function that makes the cluster, instead of an administrator's."""

from collections.abc import Mapping, Sequence

from aws_cdk import aws_iam as iam
from constructs import Construct

from cdk.slurm.provider_iam_rights import iam_statements
from cdk.slurm.provider_machine_rights import machine_statements, scratch_statements
from cdk.slurm.provider_scope import ProviderScope
from cdk.slurm.provider_stack_rights import stack_statements


class ProviderRole(Construct):
    """A role that may make, change and delete one cluster.

    Without one ParallelCluster's provider would make a role that administers IAM. What this one may
    do follows from ParallelCluster's own list of rights and from its source, 3.16.1:
    docs.aws.amazon.com/parallelcluster/latest/ug/iam-roles-in-parallelcluster-v3.html

    Attributes:
        role: what the provider's two functions run with, and what empties its bucket at the end.
    """

    role: iam.Role

    def __init__(  # noqa: PLR0913 - each is one thing that the cluster uses
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster_name: str,
        rule_prefix: str,
        source_bucket: str,
        managed_policy_arns: Sequence[str],
        accounting_secret_arn: str | None = None,
        scratch: bool = False,
        scratch_bucket_arn: str | None = None,
        permissions_boundary_arn: str | None = None,
    ) -> None:
        """Build the role.

        Args:
            scope: in the stack that has the custom resource.
            construct_id: part of every logical id below.
            cluster_name: what ParallelCluster calls the cluster, and its stack.
            rule_prefix: how the logical id of the custom resource begins; the function makes an
                EventBridge rule of that name to call itself again.
            source_bucket: name of the bucket with the scripts of nodes.
            managed_policy_arns: what the configuration attaches to roles of nodes.
            accounting_secret_arn: password of the accounting database.
            scratch: whether the cluster has a file system on FSx.
            scratch_bucket_arn: the bucket that it reads.
            permissions_boundary_arn: what `Iam.PermissionsBoundary` of the configuration says.
        """
        super().__init__(scope, construct_id)
        place = ProviderScope.of(self, cluster=cluster_name, rule_prefix=rule_prefix)
        parts = {
            "Stack": stack_statements(place, source_bucket=source_bucket),
            "Machines": machine_statements(place, accounting_secret_arn=accounting_secret_arn),
            "Roles": iam_statements(
                place,
                managed_policy_arns=managed_policy_arns,
                permissions_boundary_arn=permissions_boundary_arn,
                scratch=scratch,
            ),
        }
        if scratch:
            parts["Scratch"] = scratch_statements(place, bucket_arn=scratch_bucket_arn)
        self.role = self._role(cluster_name, parts)

    def _role(
        self, cluster_name: str, parts: Mapping[str, Sequence[iam.PolicyStatement]]
    ) -> iam.Role:
        # Several policies, as IAM takes 6,144 characters each:
        # docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
        policies = [self._policy(name, statements) for name, statements in parts.items()]
        # The role refers to its rights, so what uses it comes after them, and goes before.
        return iam.Role(
            self,
            "Role",
            description=f"Makes and changes the cluster {cluster_name}",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            managed_policies=policies,
        )

    def _policy(self, name: str, statements: Sequence[iam.PolicyStatement]) -> iam.ManagedPolicy:
        return iam.ManagedPolicy(
            self,
            name,
            description=f"What ParallelCluster may do: {name.lower()}",
            document=iam.PolicyDocument(statements=list(statements), minimize=False),
        )
