"""Rights that ParallelCluster asks for, as its own policies name them (3.13.1, for clusters).

The policies `ParallelClusterClusterPolicy1` and `2`, for IAM administration and for FSx with S3 of
`cloudformation/policies/parallelcluster-policies.yaml`, and those in the provider's own template.
Images, AWS Batch and the export of logs are policies of their own, which no cluster of ours needs.
"""

from collections.abc import Iterator

_ACTIONS = {
    "autoscaling": "CreateAutoScalingGroup CreateOrUpdateTags DeleteAutoScalingGroup"
    " DeleteLifecycleHook DeleteTags DescribeAutoScalingGroups DescribeLifecycleHooks"
    " DescribeScalingActivities PutLifecycleHook UpdateAutoScalingGroup",
    "cloudformation": "CreateStack DeleteStack DescribeStackEvents DescribeStackResources"
    " DescribeStacks GetTemplate ListStacks UpdateStack",
    "cloudwatch": "DeleteAlarms DeleteDashboards DescribeAlarms GetDashboard ListDashboards"
    " PutCompositeAlarm PutDashboard PutMetricAlarm",
    "dynamodb": "CreateTable DeleteTable DescribeTable GetItem ListTagsOfResource PutItem Query"
    " TagResource UntagResource UpdateItem",
    "ec2": "AllocateAddress AssociateAddress AttachNetworkInterface AuthorizeSecurityGroupEgress"
    " AuthorizeSecurityGroupIngress CreateFleet CreateLaunchTemplate CreateLaunchTemplateVersion"
    " CreateNetworkInterface CreatePlacementGroup CreateSecurityGroup CreateSnapshot CreateTags"
    " CreateVolume DeleteLaunchTemplate DeleteNetworkInterface DeletePlacementGroup"
    " DeleteSecurityGroup DeleteTags DeleteVolume DescribeInstances DisassociateAddress"
    " ModifyLaunchTemplate ModifyNetworkInterfaceAttribute ModifyVolume ModifyVolumeAttribute"
    " ReleaseAddress RevokeSecurityGroupEgress RevokeSecurityGroupIngress RunInstances"
    " TerminateInstances",
    "elasticfilesystem": "CreateFileSystem CreateMountTarget DeleteFileSystem DeleteMountTarget"
    " DescribeFileSystems DescribeMountTargets DescribeMountTargetSecurityGroups",
    "elasticloadbalancing": "AddTags CreateListener CreateLoadBalancer CreateTargetGroup"
    " DeleteListener DeleteLoadBalancer DeleteTargetGroup DescribeListeners DescribeLoadBalancers"
    " DescribeTags DescribeTargetGroups DescribeTargetHealth ModifyLoadBalancerAttributes"
    " ModifyTargetGroup RemoveTags",
    "events": "DeleteRule PutRule PutTargets RemoveTargets",
    "fsx": "CreateDataRepositoryAssociation CreateFileCache CreateFileSystem CreateVolume"
    " DeleteDataRepositoryAssociation DeleteFileSystem DescribeFileSystems TagResource",
    "iam": "AddRoleToInstanceProfile AttachRolePolicy CreateInstanceProfile CreateRole"
    " CreateServiceLinkedRole DeleteInstanceProfile DeleteRole DeleteRolePolicy"
    " DeleteServiceLinkedRole DetachRolePolicy GetInstanceProfile GetPolicy GetRole GetRolePolicy"
    " PassRole PutRolePolicy RemoveRoleFromInstanceProfile SimulatePrincipalPolicy TagRole"
    " UntagRole",
    "lambda": "AddPermission CreateFunction DeleteFunction GetFunction GetFunctionConfiguration"
    " InvokeFunction ListTags RemovePermission TagResource UntagResource"
    " UpdateFunctionConfiguration",
    "logs": "CreateLogGroup CreateLogStream DeleteLogGroup DeleteMetricFilter DescribeLogGroups"
    " DescribeMetricFilters ListTagsForResource PutLogEvents PutMetricFilter PutRetentionPolicy"
    " TagResource UntagResource",
    "resource-groups": "GetGroupConfiguration ListGroupResources",
    "route53": "ChangeResourceRecordSets ChangeTagsForResource CreateHostedZone DeleteHostedZone"
    " GetChange GetHostedZone ListQueryLoggingConfigs ListResourceRecordSets",
    "s3": "CreateBucket DeleteBucket DeleteObject DeleteObjectVersion GetBucketLocation"
    " GetBucketVersioning GetObject GetObjectVersion ListBucket ListBucketVersions PutBucketPolicy"
    " PutBucketVersioning PutEncryptionConfiguration PutObject",
    # Not in its policies: read in the source of 3.16.1 and in the provider's template.
    "secretsmanager": "DescribeSecret GetSecretValue",
    "tag": "GetResources",
    "xray": "PutTelemetryRecords PutTraceSegments",
}

LEFT_OUT = {
    "cloudformation:ListStacks": "lists clusters for the command line",
    "cloudwatch:ListDashboards": "nothing in a cluster's template reads it",
    "ec2:AllocateAddress": "no Elastic IP: head and login nodes are in private subnets",
    "ec2:AssociateAddress": "no Elastic IP",
    "ec2:CreateSnapshot": "for EBS volumes that are kept as snapshots; no volume is shared",
    "ec2:DisassociateAddress": "no Elastic IP",
    "ec2:ModifyVolumeAttribute": "for shared EBS volumes",
    "ec2:ReleaseAddress": "no Elastic IP",
    "elasticfilesystem:CreateFileSystem": "the lab's own is mounted, SharedStorageType is Ebs",
    "elasticfilesystem:CreateMountTarget": "the lab's own has one in each subnet",
    "elasticfilesystem:DeleteFileSystem": "the lab's own must outlive the cluster",
    "elasticfilesystem:DeleteMountTarget": "the lab's own must stay within reach",
    "fsx:CreateFileCache": "no file cache",
    "fsx:CreateVolume": "for ONTAP and OpenZFS",
    "iam:SimulatePrincipalPolicy": "no call of it is left in 3.16.1",
    "resource-groups:GetGroupConfiguration": "for capacity reservations",
    "resource-groups:ListGroupResources": "for capacity reservations",
    "s3:DeleteBucket": "its own bucket stays, and CloudFormation deletes the provider's",
    "secretsmanager:GetSecretValue": "for a munge key of an external slurmdbd",
}
"""What the role does not have, each with the reason."""


def upstream_actions() -> Iterator[str]:
    """Yield each right that ParallelCluster asks for."""
    for service, names in _ACTIONS.items():
        yield from (f"{service}:{name}" for name in names.split())
