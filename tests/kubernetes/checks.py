"""Every check of Kubernetes manifests at once: schemas of each version, then meaning."""

from collections.abc import Collection, Sequence

from tests.kubernetes.label_checks import name_problems
from tests.kubernetes.link_checks import link_problems, missing
from tests.kubernetes.manifests import Manifest, pods
from tests.kubernetes.pod_checks import pod_problems
from tests.kubernetes.schema import VERSIONS, schema_problems


def problems(manifests: Sequence[Manifest], *, there: Collection[str] = ()) -> list[str]:
    """Return what is wrong with the manifests of one release; empty when they are right.

    Args:
        manifests: what is installed together.
        there: what exists besides and is named by them, such as `Secret/login`.
    """
    broken = [
        f"{problem} (Kubernetes {version})"
        for version in VERSIONS
        for manifest in manifests
        for problem in schema_problems(manifest, version)
    ]
    if broken:
        # The other checks read what the schemas promise.
        return broken
    return [
        *(problem for manifest in manifests for problem in name_problems(manifest)),
        *(problem for pod in pods(manifests) for problem in pod_problems(pod)),
        *link_problems(manifests),
        *(f"{name} is named and not there" for name in missing(manifests) if name not in there),
    ]
