"""Where ParallelCluster's Lambda function may act: one cluster, and the names that AWS gives it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from aws_cdk import Stack, Token, aws_iam as iam
from constructs import Construct

CLUSTER_TAG = "parallelcluster:cluster-name"
"""The tag that ParallelCluster puts on everything of a cluster."""

_SURE = 12
"""So many characters of a stack's name CloudFormation keeps when it makes a name of it."""


@dataclass(frozen=True, kw_only=True)
class ProviderScope:
    """One cluster in one account and region.

    Attributes:
        cluster: name of the cluster, which is also its stack's, such as `demo-dev`.
        stack: name of the stack that asks for it, such as `demo-dev-slurm`.
        partition: of AWS.
        region: where all of it is.
        account: whose it is.
        rule_prefix: how the logical id of the custom resource begins, such as `SlurmCluster`.
    """

    cluster: str
    stack: str
    partition: str
    region: str
    account: str
    rule_prefix: str

    @classmethod
    def of(cls, scope: Construct, *, cluster: str, rule_prefix: str) -> "ProviderScope":
        """Return a cluster that a stack asks for, in the stack's account and region."""
        stack = Stack.of(scope)
        return cls(
            cluster=cluster,
            stack=stack.stack_name,
            partition=stack.partition,
            region=stack.region,
            account=stack.account,
            rule_prefix=rule_prefix,
        )

    def arn(self, service: str, resource: str) -> str:
        """Return the ARN of something of a region."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"

    def bucket(self, name: str) -> tuple[str, str]:
        """Return the ARNs of a bucket and of its objects."""
        return f"arn:{self.partition}:s3:::{name}", f"arn:{self.partition}:s3:::{name}/*"

    @property
    def cluster_start(self) -> str:
        """How names begin that CloudFormation makes in the cluster's stack, as a pattern."""
        return f"{_start(self.cluster)}-"

    @property
    def stack_start(self) -> str:
        """How names begin that CloudFormation makes in the provider's nested stack, as a pattern.

        They are `<stack>-<nested stack>-<random>-<logical id>-<random>`, and always cut short.
        """
        return f"{self.stack[:_SURE].lower()}*"

    @property
    def bucket_name(self) -> str:
        """The bucket that ParallelCluster makes for itself, one per account and region.

        Its name is `S3Bucket.get_bucket_name` of ParallelCluster 3.16.1; a pattern as long as the
        account is not known.
        """
        if Token.is_unresolved(self.account) or Token.is_unresolved(self.region):
            return "parallelcluster-*-v1-do-not-delete"
        digest = sha256(f"{self.account}{self.region}".encode()).hexdigest()[:16]
        return f"parallelcluster-{digest}-v1-do-not-delete"


def allow(
    sid: str,
    actions: list[str],
    *resources: str,
    **operators: Mapping[str, str | list[str]],
) -> iam.PolicyStatement:
    """Return a statement that allows actions; conditions by their operator."""
    return iam.PolicyStatement(
        sid=sid,
        actions=actions,
        resources=list(resources),
        conditions=operators or None,
    )


def _start(name: str) -> str:
    return name if len(name) <= _SURE else f"{name[:_SURE]}*"
