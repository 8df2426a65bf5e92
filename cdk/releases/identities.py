"""Who the pods of a release are in AWS: a role for each service account that has grants."""

from collections.abc import Mapping, Sequence

from aws_cdk import Stack, aws_eks as eks, aws_iam as iam
from constructs import Construct

from cdk.releases.grants import Statement


class ReleaseIdentity(Construct):
    """Pods of one service account of one namespace get a role of their own, and nobody else does.

    See docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html.

    Attributes:
        role: may do what the grants say.
    """

    role: iam.Role

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster_name: str,
        namespace: str,
        service_account: str,
        grants: Mapping[str, Sequence[Statement]],
    ) -> None:
        """Build the identity.

        Args:
            scope: the stack.
            construct_id: part of every logical id below.
            cluster_name: the cluster that the pods run in.
            namespace: of the service account.
            service_account: need not exist yet.
            grants: the statements of each, by its name.
        """
        super().__init__(scope, construct_id)
        self.role = iam.Role(
            self,
            "Role",
            description=f"Pods of service account {service_account} in namespace {namespace}",
            assumed_by=self._pods(cluster_name, namespace, service_account),
            inline_policies={_words(name): _policy(each) for name, each in grants.items()},
        )
        eks.CfnPodIdentityAssociation(
            self,
            "Association",
            cluster_name=cluster_name,
            namespace=namespace,
            service_account=service_account,
            role_arn=self.role.role_arn,
        )

    def _pods(self, cluster_name: str, namespace: str, service_account: str) -> iam.PrincipalBase:
        stack = Stack.of(self)
        cluster = stack.format_arn(service="eks", resource="cluster", resource_name=cluster_name)
        pods = iam.ServicePrincipal(
            "pods.eks.amazonaws.com",
            conditions={
                "StringEquals": {
                    "aws:SourceAccount": stack.account,
                    "aws:RequestTag/kubernetes-namespace": namespace,
                    "aws:RequestTag/kubernetes-service-account": service_account,
                },
                "ArnEquals": {"aws:SourceArn": cluster},
            },
        )
        return pods.with_session_tags()


def _policy(statements: Sequence[Statement]) -> iam.PolicyDocument:
    return iam.PolicyDocument(
        statements=[iam.PolicyStatement.from_json(statement) for statement in statements]
    )


def _words(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))
