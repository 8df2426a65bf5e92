"""Who may act as a project: its jobs, and its members."""

from collections.abc import Sequence

from aws_cdk import Stack, aws_iam as iam
from constructs import Construct


class ProjectRole(Construct):
    """One IAM role per project. It starts with no rights at all.

    Attributes:
        role: the role.
    """

    role: iam.Role

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        project: str,
        members: Sequence[str],
        statements: Sequence[iam.PolicyStatement],
        cluster_name: str | None,
    ) -> None:
        """Build the role.

        Args:
            scope: where the project is.
            construct_id: part of the role's logical id.
            project: name of the project.
            members: IAM roles or users of this account that may assume it, such as
                `role/scientists`; `*` is allowed.
            statements: what it may do.
            cluster_name: the cluster whose pods may become it; `None` if there is none.
        """
        super().__init__(scope, construct_id)
        self.role = iam.Role(
            self,
            "Role",
            description=f"Jobs and members of project {project}",
            assumed_by=self._trusted(members, cluster_name),
            inline_policies={"Data": iam.PolicyDocument(statements=statements)}
            if statements
            else None,
        )

    def _trusted(self, members: Sequence[str], cluster_name: str | None) -> iam.IPrincipal:
        account, partition = Stack.of(self).account, Stack.of(self).partition
        trusted: list[iam.PrincipalBase] = [
            iam.ServicePrincipal(
                "ecs-tasks.amazonaws.com",
                conditions={"StringEquals": {"aws:SourceAccount": account}},
            )
        ]
        if cluster_name is not None:
            trusted.append(self._pods(cluster_name))
        if members:
            # IAM refuses to save a trust policy that names a role which does not exist (yet).
            arns = [f"arn:{partition}:iam::{account}:{member}" for member in members]
            people = iam.AccountRootPrincipal()
            trusted.append(people.with_conditions({"ArnLike": {"aws:PrincipalArn": arns}}))
        return iam.CompositePrincipal(*trusted)

    def _pods(self, cluster_name: str) -> iam.PrincipalBase:
        """Return pods of one cluster: docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html."""
        stack = Stack.of(self)
        cluster = stack.format_arn(service="eks", resource="cluster", resource_name=cluster_name)
        conditions = {
            "StringEquals": {"aws:SourceAccount": stack.account},
            "ArnEquals": {"aws:SourceArn": cluster},
        }
        return iam.ServicePrincipal(
            "pods.eks.amazonaws.com", conditions=conditions
        ).with_session_tags()
