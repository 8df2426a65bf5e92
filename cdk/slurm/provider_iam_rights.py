"""What ParallelCluster's Lambda function may do with roles: make the cluster's own."""

from collections.abc import Iterator, Sequence

from aws_cdk import aws_iam as iam

from cdk.slurm.provider_scope import ProviderScope, allow

_FSX_S3 = "s3.data-source.lustre.fsx.amazonaws.com"


def iam_statements(
    scope: ProviderScope,
    *,
    managed_policy_arns: Sequence[str],
    permissions_boundary_arn: str | None,
    scratch: bool,
) -> list[iam.PolicyStatement]:
    """Return statements about roles of nodes and of the two functions that clean up.

    docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagement.html

    Args:
        scope: the cluster.
        managed_policy_arns: what may be attached to its roles, each by name.
        permissions_boundary_arn: what every role has to be made with; `None` lets the function give
            a role of this cluster any right by an inline policy.
        scratch: whether there is a file system that reads a bucket through a role of its own.
    """
    return [
        *_making(scope, managed_policy_arns, permissions_boundary_arn),
        *_keeping(scope),
        allow(
            "CheckPolicies",
            ["iam:GetPolicy", "iam:GetPolicyVersion"],
            *managed_policy_arns,
            *([permissions_boundary_arn] if permissions_boundary_arn else []),
        ),
        *_handing_over(scope),
        *_linked_roles(scope, scratch=scratch),
    ]


def _making(
    scope: ProviderScope, managed_policy_arns: Sequence[str], permissions_boundary_arn: str | None
) -> Iterator[iam.PolicyStatement]:
    """docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html."""
    roles = _roles(scope)
    bounded: dict[str, dict[str, str]] = {}
    if permissions_boundary_arn is not None:
        bounded = {"StringEquals": {"iam:PermissionsBoundary": permissions_boundary_arn}}
    yield allow(
        "MakeRoles",
        ["iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy"],
        *roles,
        **bounded,
    )
    yield allow(
        "AttachKnownPolicies",
        ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
        *roles,
        **bounded,
        ArnEquals={"iam:PolicyARN": list(managed_policy_arns)},
    )


def _keeping(scope: ProviderScope) -> Iterator[iam.PolicyStatement]:
    roles = _roles(scope)
    yield allow(
        "KeepRoles",
        [
            "iam:DeleteRole",
            "iam:GetRole",
            "iam:GetRolePolicy",
            "iam:ListAttachedRolePolicies",
            "iam:ListInstanceProfilesForRole",
            "iam:ListRolePolicies",
            "iam:TagRole",
            "iam:UntagRole",
            "iam:UpdateAssumeRolePolicy",
        ],
        *roles,
    )
    profiles = f"instance-profile/parallelcluster/{scope.cluster}/*"
    yield allow(
        "InstanceProfiles",
        [
            "iam:AddRoleToInstanceProfile",
            "iam:CreateInstanceProfile",
            "iam:DeleteInstanceProfile",
            "iam:GetInstanceProfile",
            "iam:RemoveRoleFromInstanceProfile",
            "iam:TagInstanceProfile",
            "iam:UntagInstanceProfile",
        ],
        f"arn:{scope.partition}:iam::{scope.account}:{profiles}",
        *roles,
    )


def _roles(scope: ProviderScope) -> tuple[str, str]:
    """Those of nodes have the cluster in their path, those of functions only in their name."""
    path = f"arn:{scope.partition}:iam::{scope.account}:role/parallelcluster"
    return f"{path}/{scope.cluster}/*", f"{path}/{scope.cluster_start}Cleanup*"


def _handing_over(scope: ProviderScope) -> list[iam.PolicyStatement]:
    """docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html."""
    nodes, functions = _roles(scope)
    return [
        allow(sid, ["iam:PassRole"], arn, StringEquals={"iam:PassedToService": service})
        for sid, arn, service in (
            ("GiveNodesTheirRole", nodes, "ec2.amazonaws.com"),
            ("GiveFunctionsTheirRole", functions, "lambda.amazonaws.com"),
        )
    ]


def _linked_roles(scope: ProviderScope, *, scratch: bool) -> list[iam.PolicyStatement]:
    """Roles that services make for themselves, once an account but for FSx's way to a bucket.

    docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
    """
    services = ["autoscaling.amazonaws.com", "elasticloadbalancing.amazonaws.com"]
    path = f"arn:{scope.partition}:iam::{scope.account}:role/aws-service-role"
    statements = [
        allow(
            "LinkedRoles",
            ["iam:CreateServiceLinkedRole"],
            *(f"{path}/{service}/*" for service in [*services, *(_fsx() if scratch else [])]),
        )
    ]
    if scratch:
        statements.append(
            allow(
                "LinkedRoleOfScratch",
                ["iam:AttachRolePolicy", "iam:DeleteServiceLinkedRole", "iam:PutRolePolicy"],
                f"{path}/{_FSX_S3}/*",
            )
        )
    return statements


def _fsx() -> list[str]:
    return ["fsx.amazonaws.com", _FSX_S3]
