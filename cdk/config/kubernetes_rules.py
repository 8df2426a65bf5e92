"""Everything that must fit between the clusters and what runs on them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cdk.config.rules.apps import apps_find_their_data, hosts_differ
from cdk.config.rules.capacity import (
    apps_fit,
    profiles_fit,
    tasks_fit,
    tasks_have_room,
    workers_fit,
)
from cdk.config.rules.cluster import network_of_cluster, way_in, without_cluster
from cdk.config.rules.groups import groups_exist
from cdk.config.rules.needs import database_of_releases, needs_of_releases, secrets_of_admins
from cdk.settings import Problem

if TYPE_CHECKING:
    from cdk.config.lab import LabConfig


def kubernetes_problems(lab: "LabConfig") -> Iterator[Problem]:
    """Yield what does not fit between cluster, login, storage, releases and web apps."""
    yield from without_cluster(lab)
    if lab.eks is not None or lab.slurm is not None:
        # People log in to both in the same way.
        for rule in (way_in, secrets_of_admins, groups_exist):
            yield from rule(lab)
    if lab.eks is None:
        return
    for rule in (
        network_of_cluster,
        needs_of_releases,
        database_of_releases,
        profiles_fit,
        workers_fit,
        apps_fit,
        tasks_have_room,
        tasks_fit,
        hosts_differ,
        apps_find_their_data,
    ):
        yield from rule(lab)
