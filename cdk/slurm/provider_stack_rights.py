"""What ParallelCluster's Lambda function may do with a cluster's stack, records and files."""

from collections.abc import Iterator

from aws_cdk import aws_iam as iam

from cdk.slurm.provider_scope import ProviderScope, allow


def stack_statements(scope: ProviderScope, *, source_bucket: str) -> list[iam.PolicyStatement]:
    """Return statements about CloudFormation, the function itself, files, state and records.

    docs.aws.amazon.com/parallelcluster/latest/ug/iam-roles-in-parallelcluster-v3.html

    Args:
        scope: the cluster.
        source_bucket: name of the bucket whose scripts ParallelCluster looks for.
    """
    return [
        *_stacks(scope),
        *_function(scope),
        *_files(scope, source_bucket),
        *_state(scope),
        *_records(scope),
        *_cleanup(scope),
    ]


def _stacks(scope: ProviderScope) -> Iterator[iam.PolicyStatement]:
    """Names in full: the lab's other stacks begin with the cluster's name too.

    docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
    """
    yield allow(
        "ClusterStack",
        [
            "cloudformation:CreateStack",
            "cloudformation:DeleteStack",
            "cloudformation:DescribeStackEvents",
            "cloudformation:DescribeStackResource",
            "cloudformation:DescribeStackResources",
            "cloudformation:DescribeStacks",
            "cloudformation:GetTemplate",
            "cloudformation:TagResource",
            "cloudformation:UntagResource",
            "cloudformation:UpdateStack",
        ],
        *(
            scope.arn("cloudformation", f"stack/{scope.cluster}{nested}/*")
            for nested in ("", "-ComputeFleet*", "-LoginNodes*")
        ),
    )
    yield allow(
        "ReadTagsOfOwnStack",
        ["cloudformation:DescribeStacks"],
        scope.arn("cloudformation", f"stack/{scope.stack}/*"),
    )


def _function(scope: ProviderScope) -> Iterator[iam.PolicyStatement]:
    """What the function does for itself: log, trace, and call itself until the cluster is there.

    docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
    docs.aws.amazon.com/lambda/latest/dg/services-xray.html
    """
    yield allow(
        "OwnLog",
        ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        scope.arn("logs", "log-group:/aws/lambda/pcluster-cfn-*"),
        scope.arn("logs", f"log-group:/aws/lambda/{scope.stack[:12]}*CleanupS3bucketFunction*"),
    )
    # X-Ray knows no narrower resource.
    yield allow("OwnTrace", ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "*")
    yield allow(
        "WakeItself",
        ["events:DeleteRule", "events:PutRule", "events:PutTargets", "events:RemoveTargets"],
        scope.arn("events", f"rule/{scope.rule_prefix}*"),
    )
    yield allow(
        "LetRuleWakeIt",
        ["lambda:AddPermission", "lambda:RemovePermission"],
        scope.arn("lambda", "function:pcluster-cfn-*"),
    )


def _files(scope: ProviderScope, source_bucket: str) -> Iterator[iam.PolicyStatement]:
    """Its two buckets, and a look at the scripts of nodes and at AWS's own.

    docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
    """
    same_account = {"aws:ResourceAccount": scope.account}
    objects = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    lists = ["s3:ListBucket", "s3:ListBucketVersions"]
    yield allow(
        "EventBucket",
        [*objects, "s3:DeleteObjectVersion", *lists],
        *scope.bucket(f"{scope.stack_start}pclustercustomresource*"),
        StringEquals=same_account,
    )
    own, _ = scope.bucket(scope.bucket_name)
    yield allow(
        "ClusterBucket",
        [
            *lists,
            "s3:CreateBucket",
            "s3:GetBucketLocation",
            "s3:GetBucketVersioning",
            "s3:PutBucketPolicy",
            "s3:PutBucketVersioning",
            "s3:PutEncryptionConfiguration",
        ],
        own,
    )
    yield allow(
        "ClusterFiles",
        [*objects, "s3:DeleteObjectVersion", "s3:GetObjectVersion"],
        f"{own}/parallelcluster/*",
        StringEquals=same_account,
    )
    yield allow(
        "LookForScripts",
        ["s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket"],
        *scope.bucket(source_bucket),
        *scope.bucket(f"{scope.region}-aws-parallelcluster"),
    )


def _state(scope: ProviderScope) -> Iterator[iam.PolicyStatement]:
    """Which nodes there are, and their names in DNS.

    docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html
    """
    yield allow(
        "NodeTables",
        [
            "dynamodb:CreateTable",
            "dynamodb:DeleteTable",
            "dynamodb:DescribeTable",
            "dynamodb:GetItem",
            "dynamodb:ListTagsOfResource",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:TagResource",
            "dynamodb:UntagResource",
            "dynamodb:UpdateItem",
        ],
        scope.arn("dynamodb", f"table/parallelcluster-{scope.cluster}"),
        scope.arn("dynamodb", f"table/parallelcluster-slurm-{scope.cluster}"),
    )
    # Ids of zones are random and tags are no condition there: only records can be told by name.
    zones = f"arn:{scope.partition}:route53:::hostedzone/*"
    yield allow(
        "NodeZone",
        [
            "route53:AssociateVPCWithHostedZone",
            "route53:ChangeTagsForResource",
            "route53:DeleteHostedZone",
            "route53:GetHostedZone",
            "route53:ListQueryLoggingConfigs",
            "route53:ListResourceRecordSets",
            "route53:ListTagsForResource",
        ],
        zones,
    )
    yield allow("MakeNodeZone", ["route53:CreateHostedZone"], "*")
    yield allow(
        "WaitForNodeZone", ["route53:GetChange"], f"arn:{scope.partition}:route53:::change/*"
    )
    names = "route53:ChangeResourceRecordSetsNormalizedRecordNames"
    yield allow(
        "NodeNames",
        ["route53:ChangeResourceRecordSets"],
        zones,
        **{"ForAllValues:StringLike": {names: [f"*{scope.cluster.lower()}.pcluster"]}},
    )


def _records(scope: ProviderScope) -> Iterator[iam.PolicyStatement]:
    """Logs, alarms and the dashboard.

    docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
    """
    yield allow(
        "ClusterLogs",
        [
            "logs:CreateLogGroup",
            "logs:DeleteLogGroup",
            "logs:DeleteMetricFilter",
            "logs:DescribeMetricFilters",
            "logs:ListTagsForResource",
            "logs:PutMetricFilter",
            "logs:PutRetentionPolicy",
            "logs:TagResource",
            "logs:UntagResource",
        ],
        scope.arn("logs", f"log-group:/aws/parallelcluster/{scope.cluster}-*"),
        scope.arn("logs", "log-group:/aws/lambda/pcluster-Cleanup*"),
    )
    yield allow("FindLogs", ["logs:DescribeLogGroups"], scope.arn("logs", "*"))
    yield allow(
        "ClusterAlarms",
        [
            "cloudwatch:DeleteAlarms",
            "cloudwatch:DeleteDashboards",
            "cloudwatch:GetDashboard",
            "cloudwatch:ListTagsForResource",
            "cloudwatch:PutCompositeAlarm",
            "cloudwatch:PutDashboard",
            "cloudwatch:PutMetricAlarm",
            "cloudwatch:TagResource",
            "cloudwatch:UntagResource",
        ],
        scope.arn("cloudwatch", f"alarm:{scope.cluster}-HeadNode*"),
        f"arn:{scope.partition}:cloudwatch::{scope.account}:dashboard/{scope.cluster}-*",
    )
    yield allow("SeeAlarms", ["cloudwatch:DescribeAlarms"], scope.arn("cloudwatch", "alarm:*"))


def _cleanup(scope: ProviderScope) -> Iterator[iam.PolicyStatement]:
    """Two functions that end what CloudFormation cannot: nodes, files, names in DNS.

    docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
    """
    yield allow(
        "CleanupFunctions",
        [
            "lambda:AddPermission",
            "lambda:CreateFunction",
            "lambda:DeleteFunction",
            "lambda:GetFunction",
            "lambda:GetFunctionConfiguration",
            "lambda:InvokeFunction",
            "lambda:ListTags",
            "lambda:RemovePermission",
            "lambda:TagResource",
            "lambda:UntagResource",
            "lambda:UpdateFunctionCode",
            "lambda:UpdateFunctionConfiguration",
        ],
        scope.arn("lambda", "function:pcluster-Cleanup*"),
    )
