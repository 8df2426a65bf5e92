"""All Helm releases of a lab, each after those that it needs."""

from collections.abc import Sequence

from aws_cdk import aws_eks_v2 as eks
from constructs import Construct, IDependable

from cdk.releases.chart import HelmRelease
from cdk.releases.filled_release import FilledRelease
from cdk.releases.namespaces import Namespaces


class Releases(Construct):
    """Namespaces, then releases in the order of `after` in their `release.yaml`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        releases: Sequence[FilledRelease],
        cluster: eks.ICluster,
        first: Sequence[IDependable] = (),
    ) -> None:
        """Build the releases.

        Args:
            scope: the stack.
            construct_id: part of every logical id below.
            releases: each after those that it needs.
            cluster: has a kubectl provider.
            first: what must be there before any release.
        """
        super().__init__(scope, construct_id)
        namespaces = Namespaces(
            self,
            "Namespaces",
            cluster=cluster,
            names=[name for each in releases for name in each.release.file.all_namespaces],
        )
        built: dict[str, list[HelmRelease]] = {}
        for filled in releases:
            file = filled.release.file
            chart = HelmRelease(self, filled.name, filled=filled, cluster=cluster)
            chart.node.add_dependency(
                *first,
                *(namespaces.by_name[name] for name in file.all_namespaces),
                *(earlier for name in file.after for earlier in built.get(name, [])),
            )
            built.setdefault(filled.release.name, []).append(chart)
