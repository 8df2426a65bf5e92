"""Settings of Dask Gateway: how large a person's Dask clusters may be, and all of them together."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from cdk.settings import FREE, Problem, Settings
from cdk.types import ImageName

Cores = Annotated[int, Field(ge=1, le=192)]
Gib = Annotated[int, Field(ge=1, le=2000)]
ClusterCores = Annotated[int, Field(ge=2, le=20000)]
ClusterGib = Annotated[int, Field(ge=4, le=200000)]
Count = Annotated[int, Field(ge=1, le=5000)]


class LimitsConfig(Settings):
    """What one person may ask for, who is in no group with more."""

    clusters: Annotated[Count, FREE] = Field(2, examples=[2])
    """Clusters that a person runs at the same time. Default 2."""
    cluster_cores: Annotated[ClusterCores, FREE] = Field(64, examples=[64])
    """Cores of a cluster, with its scheduler. Default 64: 3.23 USD an hour on demand, about half of
    it on spot (m7i, us-east-1, 2026-07, without EKS Auto Mode's share)."""
    cluster_memory_gib: Annotated[ClusterGib, FREE] = Field(256, examples=[256])
    """Memory of a cluster in GiB, with its scheduler. Default 256."""
    cluster_workers: Annotated[Count, FREE] = Field(32, examples=[32])
    """Workers of a cluster. Default 32."""
    worker_cores: Annotated[Cores, FREE] = Field(8, examples=[8])
    """Cores of a worker. Default 8. The largest machine of the node pool `dask` must have them."""
    worker_memory_gib: Annotated[Gib, FREE] = Field(56, examples=[56])
    """Memory of a worker in GiB. Default 56, which fits on a machine of 64."""


class GroupLimitsConfig(Settings):
    """What people of a group may ask for instead, where it is more. Absent: as everybody."""

    clusters: Annotated[Count | None, FREE] = Field(None, examples=[4])
    """Clusters that a person runs at the same time. Default: as everybody."""
    cluster_cores: Annotated[ClusterCores | None, FREE] = Field(None, examples=[256])
    """Cores of a cluster. Default: as everybody."""
    cluster_memory_gib: Annotated[ClusterGib | None, FREE] = Field(None, examples=[1024])
    """Memory of a cluster in GiB. Default: as everybody."""
    cluster_workers: Annotated[Count | None, FREE] = Field(None, examples=[128])
    """Workers of a cluster. Default: as everybody."""
    worker_cores: Annotated[Cores | None, FREE] = Field(None, examples=[16])
    """Cores of a worker. Default: as everybody."""
    worker_memory_gib: Annotated[Gib | None, FREE] = Field(None, examples=[120])
    """Memory of a worker in GiB. Default: as everybody."""


class QuotaConfig(Settings):
    """What the Dask clusters of all people together may take: a ResourceQuota of Kubernetes."""

    cores: Annotated[ClusterCores, FREE] = Field(256, examples=[512])
    """Cores of all clusters. Default 256. Workers beyond it wait until others are gone."""
    memory_gib: Annotated[ClusterGib, FREE] = Field(2048, examples=[4096])
    """Memory of all clusters in GiB. Default 2048."""
    pods: Annotated[Count, FREE] = Field(200, examples=[200])
    """Schedulers and workers of all clusters. Default 200."""


class DaskGatewayConfig(Settings):
    """Dask clusters on demand, with the login of JupyterHub. Workers run on spot machines."""

    idle_minutes: Annotated[int, FREE] = Field(30, ge=1, le=24 * 60, examples=[30])
    """A cluster without work stops after so many minutes. Default 30."""
    worker_cores: Annotated[Cores, FREE] = Field(2, examples=[2])
    """Cores of a worker, unless a person asks for another number. Default 2."""
    worker_memory_gib: Annotated[Gib, FREE] = Field(8, examples=[8])
    """Memory of a worker in GiB, unless a person asks for another number. Default 8."""
    worker_spill_gib: Annotated[int, FREE] = Field(20, ge=1, le=1000, examples=[20])
    """Disk of a worker for what does not fit into its memory, in GiB. Default 20. The node's disk
    must hold that of all its workers."""
    scheduler_cores: Annotated[Cores, FREE] = Field(1, examples=[1])
    """Cores of a cluster's scheduler, always on demand. Default 1."""
    scheduler_memory_gib: Annotated[Gib, FREE] = Field(4, examples=[4])
    """Memory of a cluster's scheduler in GiB. Default 4."""
    images: Annotated[tuple[ImageName, ...], FREE] = Field(
        (), strict=False, examples=[["pangeo/pangeo-notebook:2026.06.04"]]
    )
    """Further images that workers may run, beside those of the profiles. Default none. A cluster
    takes the image of the notebook that asks for it, so that versions agree."""
    limits: Annotated[LimitsConfig, FREE] = Field(LimitsConfig(), examples=[{"cluster_cores": 128}])
    """What everybody may ask for."""
    group_limits: Annotated[dict[str, GroupLimitsConfig], FREE] = Field(
        default={}, examples=[{"gpu-users": {"cluster_cores": 256, "cluster_memory_gib": 1024}}]
    )
    """What people of a group may ask for beyond that, by the group's name. Default none. Who is in
    several groups gets the highest of each number."""
    quota: Annotated[QuotaConfig, FREE] = Field(QuotaConfig(), examples=[{"cores": 512}])
    """What all clusters together may take."""

    def limit(self, name: str, group: str | None = None) -> int:
        """Return a limit by the name of its field, for everybody or for a group."""
        own = getattr(self.group_limits[group], name) if group is not None else None
        everybody: int = getattr(self.limits, name)
        return everybody if own is None else max(own, everybody)

    @property
    def largest_pod_cores(self) -> int:
        """Cores of the largest worker or scheduler."""
        return max(self.scheduler_cores, self.largest_worker_cores)

    @property
    def largest_pod_memory_gib(self) -> int:
        """Memory of the largest worker or scheduler, in GiB."""
        return max(self.scheduler_memory_gib, self.largest_worker_memory_gib)

    @property
    def largest_worker_cores(self) -> int:
        """Cores of the largest worker that anybody may ask for."""
        return max(self.limit("worker_cores", group) for group in (None, *self.group_limits))

    @property
    def largest_worker_memory_gib(self) -> int:
        """Memory of the largest worker that anybody may ask for, in GiB."""
        return max(self.limit("worker_memory_gib", group) for group in (None, *self.group_limits))

    def problems(self) -> Iterator[Problem]:
        """Check that what nobody asked for is allowed, and that the quota holds one cluster."""
        for field in ("worker_cores", "worker_memory_gib"):
            usual, most = getattr(self, field), self.limit(field)
            if usual > most:
                yield Problem(
                    path=(field,),
                    message=f"is above the limit of everybody (got {usual}, limit {most})",
                    hint=f"at most {most}, or raise limits.{field}",
                    related=(("limits", field),),
                )
        yield from self._without_effect()
        yield from self._too_small_clusters()
        for resource in ("cores", "memory_gib"):
            yield from self._beyond_quota(resource)

    def _without_effect(self) -> Iterator[Problem]:
        for group, own in self.group_limits.items():
            for name, value in own:
                everybody = getattr(self.limits, name)
                if value is not None and value <= everybody:
                    yield Problem(
                        path=("group_limits", group, name),
                        message=f"has no effect, as everybody may ask for {everybody} "
                        f"(got {value})",
                        hint=f"write more than {everybody}, or lower limits.{name}",
                        related=(("limits", name),),
                    )

    def _too_small_clusters(self) -> Iterator[Problem]:
        for resource in ("cores", "memory_gib"):
            scheduler = getattr(self, f"scheduler_{resource}")
            least = scheduler + getattr(self, f"worker_{resource}")
            most = self.limit(f"cluster_{resource}")
            if most < least:
                yield Problem(
                    path=("limits", f"cluster_{resource}"),
                    message=f"is too small for a scheduler and a worker (got {most})",
                    hint=f"{least} or more",
                    related=((f"scheduler_{resource}",), (f"worker_{resource}",)),
                )

    def _beyond_quota(self, resource: str) -> Iterator[Problem]:
        most = getattr(self.quota, resource)
        for group in (None, *self.group_limits):
            wanted = self.limit(f"cluster_{resource}", group)
            field = ("limits",) if group is None else ("group_limits", group)
            if wanted > most:
                yield Problem(
                    path=(*field, f"cluster_{resource}"),
                    message=f"is more than all clusters may take (got {wanted} and {most})",
                    hint=f"at most {most}, or raise quota.{resource}",
                    related=(("quota", resource),),
                )
