"""One Helm release: manifests, the chart, manifests, in this order."""

from collections.abc import Sequence

from aws_cdk import Duration, aws_eks_v2 as eks, aws_s3_assets as assets
from constructs import Construct

from cdk.releases.filled_release import FilledRelease
from cdk.releases.manifest_file import Manifest


class HelmRelease(Construct):
    """What one folder of `helm-values/` becomes in the cluster.

    Helm runs in the kubectl provider's Lambda function; its values stand in the template and in
    the function's log.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        filled: FilledRelease,
        cluster: eks.ICluster,
    ) -> None:
        """Build the release.

        Args:
            scope: the stack.
            construct_id: part of every logical id below.
            filled: values and manifests.
            cluster: has a kubectl provider.
        """
        super().__init__(scope, construct_id)
        self._cluster = cluster
        before = self._manifests("Before", filled.before)
        chart = self._chart(filled)
        after = self._manifests("After", filled.after)
        if before is not None:
            chart.node.add_dependency(before)
        if after is not None:
            after.node.add_dependency(chart)

    def _manifests(
        self, construct_id: str, manifests: Sequence[Manifest]
    ) -> eks.KubernetesManifest | None:
        if not manifests:
            return None
        # A creation that failed halfway is repeated, and finds the half that is there.
        return eks.KubernetesManifest(
            self, construct_id, cluster=self._cluster, manifest=[*manifests], overwrite=True
        )

    def _chart(self, filled: FilledRelease) -> eks.HelmChart:
        file, folder = filled.release.file, filled.release.chart_folder
        return eks.HelmChart(
            self,
            "Chart",
            cluster=self._cluster,
            release=filled.name,
            chart=file.chart,
            repository=file.repository,
            version=file.version,
            chart_asset=assets.Asset(self, "Source", path=str(folder)) if folder else None,
            namespace=file.namespace,
            create_namespace=False,
            values=filled.values,
            wait=file.wait,
            timeout=Duration.minutes(file.timeout_minutes),
        )
