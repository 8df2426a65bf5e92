"""The driver that mounts the shared file system into pods."""

import json
from typing import Final

from aws_cdk import Stack, aws_efs as efs, aws_eks_v2 as eks, aws_iam as iam
from constructs import Construct

from cdk.eks.node_pool import ON_SYSTEM_POOL

ADDON: Final = "aws-efs-csi-driver"
_NAMESPACE = "kube-system"
_NODE_SERVICE_ACCOUNT = "efs-csi-node-sa"


class EfsCsiDriver(Construct):
    """The add-on, with the right to mount this file system and no other.

    Volumes are made by hand (static), so the driver's controller calls no AWS API and has no role.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        file_system: efs.IFileSystem,
        version: str | None,
    ) -> None:
        super().__init__(scope, construct_id)
        role = iam.Role(
            self,
            "Role",
            description="Pods of the cluster mount the shared file system with this role",
            assumed_by=self._node_pods(cluster),
            inline_policies={"Mount": iam.PolicyDocument(statements=[_mount(file_system)])},
        )
        # Not a property of the add-on: AWS's takes the controller's account only, and it is the
        # node's that mounts. github.com/kubernetes-sigs/aws-efs-csi-driver/issues/1759
        association = eks.CfnPodIdentityAssociation(
            self,
            "PodIdentity",
            cluster_name=cluster.cluster_name,
            namespace=_NAMESPACE,
            service_account=_NODE_SERVICE_ACCOUNT,
            role_arn=role.role_arn,
        )
        addon = eks.CfnAddon(
            self,
            "Addon",
            addon_name=ADDON,
            addon_version=version,
            cluster_name=cluster.cluster_name,
            # The node's part, which mounts, tolerates every taint by itself, so it runs everywhere.
            configuration_values=json.dumps({"controller": ON_SYSTEM_POOL}),
            resolve_conflicts="OVERWRITE",
        )
        # A pod gets its role when it is made: the driver's must find the association there.
        addon.add_resource_dependency(association)

    def _node_pods(self, cluster: eks.ICluster) -> iam.PrincipalBase:
        """Return the driver's pods: the role may mount everybody's files, so nobody else may."""
        conditions = {
            "StringEquals": {
                "aws:SourceAccount": Stack.of(self).account,
                "aws:RequestTag/kubernetes-namespace": _NAMESPACE,
                "aws:RequestTag/kubernetes-service-account": _NODE_SERVICE_ACCOUNT,
            },
            "ArnEquals": {"aws:SourceArn": cluster.cluster_arn},
        }
        return iam.ServicePrincipal(
            "pods.eks.amazonaws.com", conditions=conditions
        ).with_session_tags()


def _mount(file_system: efs.IFileSystem) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        sid="MountSharedFileSystem",
        actions=[
            "elasticfilesystem:ClientMount",
            "elasticfilesystem:ClientRootAccess",
            "elasticfilesystem:ClientWrite",
        ],
        resources=[file_system.file_system_arn],
    )
