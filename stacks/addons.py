"""The stack of the cluster's add-ons."""

from aws_cdk import aws_efs as efs, aws_eks_v2 as eks_v2
from constructs import Construct

from cdk.config.lab import LabConfig
from cdk.eks.addons import Addons
from cdk.eks.config import EksConfig
from cdk.naming import stack_name
from stacks.lab_stack import LabStack


class AddonsStack(LabStack):
    """Add-ons that AWS installs. Their pods wait until there is a machine of the pool `system`."""

    def __init__(
        self,
        scope: Construct,
        config: LabConfig,
        *,
        eks: EksConfig,
        cluster: eks_v2.ICluster,
        file_system: efs.IFileSystem | None,
    ) -> None:
        """Build the stack.

        Args:
            scope: the app.
            config: the lab.
            eks: the settings of its cluster.
            cluster: where they are installed.
            file_system: the shared file system; `None` if the lab has none.
        """
        super().__init__(
            scope,
            config,
            stack_name=stack_name(config.name, config.env, "addons"),
            description="Add-ons of the Kubernetes cluster",
        )
        Addons(self, "Addons", config=eks, cluster=cluster, file_system=file_system)
