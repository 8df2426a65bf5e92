"""What nodes of the cluster may do beside what ParallelCluster gives them itself."""

from collections.abc import Sequence
from typing import Literal

from aws_cdk import Stack, aws_iam as iam, aws_kms as kms, aws_s3 as s3, aws_sns as sns
from constructs import Construct

from cdk.naming import Tag

SSM_CORE = "AmazonSSMManagedInstanceCore"
"""AWS's own policy for sessions without SSH, which Systems Manager extends with the service:
docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html"""

CLOUDWATCH_AGENT = "CloudWatchAgentServerPolicy"
"""AWS's own policy that ParallelCluster gives every node so that its logs are kept."""


Role = Literal["head", "login", "compute"]


class NodePolicies(Construct):
    """Managed policies for `Iam.AdditionalIamPolicies`, as login pools can be given nothing else.

    No node may read the lab's data: that needs the role of a project, which a node becomes for
    somebody whom its own sudoers lets.

    Attributes:
        common: of every node: its scripts, word of a failure, and becoming a project.
        head: of the head node; `None` without accounting.
        login: of the login node, which people use the hub on; `None` if there is nothing in it.
        ssm_core_arn: AWS's policy for Systems Manager.
    """

    common: iam.ManagedPolicy
    head: iam.ManagedPolicy | None
    login: iam.ManagedPolicy | None
    ssm_core_arn: str

    def __init__(  # noqa: PLR0913 - each is one thing that nodes use
        self,
        scope: Construct,
        construct_id: str,
        *,
        lab: str,
        env: str,
        bucket: s3.IBucket,
        topic: sns.ITopic,
        key: kms.IKey,
        project_roles_path: str,
        accounting: bool,
        login_secret_arn: str | None,
        target_group_arn: str | None,
    ) -> None:
        """Build the policies.

        Args:
            scope: in the stack of the cluster.
            construct_id: part of every logical id below.
            lab: name of the lab.
            env: name of the environment.
            bucket: what nodes set themselves up from.
            topic: where they say that it failed.
            key: what encrypts bucket, topic and secrets.
            project_roles_path: where SSM has the ARN of each project's role, such as
                `/lab/demo/dev/project_roles`.
            accounting: whether the head node reads the password of a database. ParallelCluster
                lets it read the secret, but knows nothing of the key.
            login_secret_arn: what the hub logs people in with; `None` if it needs none.
            target_group_arn: where the login node registers itself; `None` without load balancer.
        """
        super().__init__(scope, construct_id)
        self._stack, self._key = Stack.of(self), key
        common = self._own_files(bucket, topic) + self._projects(lab, env, project_roles_path)
        self.common = self._policy("Common", "Every node of the cluster", common)
        head = [self._use_key("ReadPasswordKey", ["kms:Decrypt"], "secretsmanager")]
        self.head = self._policy("Head", "The head node", head) if accounting else None
        login = self._hub(login_secret_arn, target_group_arn)
        self.login = self._policy("Login", "The login node", login) if login else None
        self.ssm_core_arn = self._aws_policy(SSM_CORE)

    def arns(self, role: Role) -> list[str]:
        """Return the policies of a node by its role, AWS's first."""
        special = {"head": self.head, "login": self.login, "compute": None}[role]
        own = [self.common, *([special] if special else [])]
        return [self.ssm_core_arn, *(policy.managed_policy_arn for policy in own)]

    def attached_arns(self) -> list[str]:
        """Return every managed policy that roles of nodes get, ParallelCluster's own too."""
        own = [each for each in (self.common, self.head, self.login) if each]
        return [
            self.ssm_core_arn,
            self._aws_policy(CLOUDWATCH_AGENT),
            *(policy.managed_policy_arn for policy in own),
        ]

    def _aws_policy(self, name: str) -> str:
        return f"arn:{self._stack.partition}:iam::aws:policy/{name}"

    def _policy(
        self, name: str, description: str, statements: Sequence[iam.PolicyStatement]
    ) -> iam.ManagedPolicy:
        document = iam.PolicyDocument(statements=list(statements), minimize=False)
        return iam.ManagedPolicy(self, name, description=description, document=document)

    def _own_files(self, bucket: s3.IBucket, topic: sns.ITopic) -> list[iam.PolicyStatement]:
        """docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html."""
        return [
            _allow("ListScripts", ["s3:GetBucketLocation", "s3:ListBucket"], bucket.bucket_arn),
            _allow("ReadScripts", ["s3:GetObject"], bucket.arn_for_objects("*")),
            self._use_key("ReadScriptsKey", ["kms:Decrypt"], "s3"),
            _allow("TellOfFailures", ["sns:Publish"], topic.topic_arn),
            # docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
            self._use_key("TellOfFailuresKey", ["kms:Decrypt", "kms:GenerateDataKey"], "sns"),
        ]

    def _projects(self, lab: str, env: str, path: str) -> list[iam.PolicyStatement]:
        parameter = self._stack.format_arn(
            service="ssm", resource="parameter", resource_name=f"{path.removeprefix('/')}/*"
        )
        return [
            _allow("FindProjectRoles", ["ssm:GetParameter"], parameter),
            become_projects(self, lab=lab, env=env),
        ]

    def _hub(
        self, secret_arn: str | None, target_group_arn: str | None
    ) -> list[iam.PolicyStatement]:
        """docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html."""
        statements = []
        if target_group_arn is not None:
            rights = ["DeregisterTargets", "RegisterTargets"]
            statements += [
                _allow(
                    "RegisterItself",
                    [f"elasticloadbalancing:{each}" for each in rights],
                    target_group_arn,
                ),
                # It knows no narrower resource; it tells of the login node before this one.
                _allow("SeeTargets", ["elasticloadbalancing:DescribeTargetHealth"], "*"),
            ]
        if secret_arn is not None:
            statements += [
                _allow("ReadLoginSecret", ["secretsmanager:GetSecretValue"], secret_arn),
                self._use_key("ReadLoginSecretKey", ["kms:Decrypt"], "secretsmanager"),
            ]
        return statements

    def _use_key(self, sid: str, actions: list[str], service: str) -> iam.PolicyStatement:
        """Let a service use the key for a node, for what the node may read or say there anyway."""
        through = f"{service}.{self._stack.region}.amazonaws.com"
        return iam.PolicyStatement(
            sid=sid,
            actions=actions,
            resources=[self._key.key_arn],
            conditions={"StringEquals": {"kms:ViaService": through}},
        )


def become_projects(scope: Construct, *, lab: str, env: str) -> iam.PolicyStatement:
    """Return the right to become any project of a lab, told by the tags of its role.

    docs.aws.amazon.com/IAM/latest/UserGuide/access_iam-tags.html
    """
    stack = Stack.of(scope)
    return iam.PolicyStatement(
        sid="BecomeProjects",
        actions=["sts:AssumeRole"],
        resources=[f"arn:{stack.partition}:iam::{stack.account}:role/*"],
        conditions={
            "StringEquals": {
                f"aws:ResourceTag/{Tag.LAB}": lab,
                f"aws:ResourceTag/{Tag.ENVIRONMENT}": env,
            },
            # Roles of the lab that are no project's have no such tag.
            "StringLike": {f"aws:ResourceTag/{Tag.PROJECT}": "?*"},
        },
    )


def _allow(sid: str, actions: list[str], resource: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(sid=sid, actions=actions, resources=[resource])
