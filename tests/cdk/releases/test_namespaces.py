"""Namespaces of releases."""

import json
from collections.abc import Callable

from aws_cdk import App

from cdk.releases.namespaces import Namespaces
from tests.cdk.releases.cluster import known_cluster, manifests, new_stack


def test_namespace_is_made_once_however_many_share_it(new_app: Callable[[], App]) -> None:
    """The hub and its Dask gateway live together."""
    stack = new_stack(new_app())
    names = ["jupyterhub", "dask", "jupyterhub"]
    namespaces = Namespaces(stack, "Namespaces", cluster=known_cluster(stack), names=names)
    assert list(namespaces.by_name) == ["dask", "jupyterhub"]
    applied = [json.loads(each["Properties"]["Manifest"]) for each in manifests(stack).values()]
    found = {each["metadata"]["name"]: each for [each] in applied}
    assert set(found) == {"dask", "jupyterhub"}
    assert found["dask"]["kind"] == "Namespace"
    assert found["dask"]["metadata"]["labels"]["kubernetes.io/metadata.name"] == "dask"
