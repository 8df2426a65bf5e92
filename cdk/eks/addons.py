"""EKS add-ons: what EKS Auto Mode does not bring itself."""

import json

from aws_cdk import aws_efs as efs, aws_eks_v2 as eks
from constructs import Construct

from cdk.eks.config import EksConfig
from cdk.eks.efs_csi import ADDON as EFS_CSI, EfsCsiDriver
from cdk.eks.node_pool import ON_SYSTEM_POOL


class Addons(Construct):
    """Metrics server, and the EFS driver if the lab has a file system.

    Auto Mode has DNS, network, EBS, load balancers, GPUs and the pod identity agent built in:
    docs.aws.amazon.com/eks/latest/userguide/automode.html. Versions are AWS's defaults for the
    Kubernetes version, unless the settings pin them: AWS withdraws versions, so one that is
    written down here would one day fail the first deployment of a new lab.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: EksConfig,
        cluster: eks.ICluster,
        file_system: efs.IFileSystem | None,
    ) -> None:
        """Install the add-ons.

        Args:
            scope: the stack.
            construct_id: part of every logical id below.
            config: the settings of the cluster.
            cluster: where they are installed; no kubectl is needed.
            file_system: the shared file system; `None` if the lab has none.
        """
        super().__init__(scope, construct_id)
        versions = config.addon_versions
        eks.CfnAddon(
            self,
            "MetricsServer",
            addon_name="metrics-server",
            addon_version=versions.get("metrics-server"),
            cluster_name=cluster.cluster_name,
            # AWS runs two, apart from each other: a machine more, day and night, for figures that
            # nobody misses for the minute in which one is replaced.
            configuration_values=json.dumps({**ON_SYSTEM_POOL, "replicas": 1}),
            resolve_conflicts="OVERWRITE",
        )
        if file_system is not None:
            EfsCsiDriver(
                self,
                "EfsCsiDriver",
                cluster=cluster,
                file_system=file_system,
                version=versions.get(EFS_CSI),
            )
