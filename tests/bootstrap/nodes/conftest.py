"""A cluster of three nodes that have really started, twice each, for the tests of this folder."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.bootstrap.nodes.bucket import Bucket
from tests.bootstrap.nodes.node import Node, Start, node
from tests.nodes.tree import need

ROLES = ("head", "login", "compute")


@dataclass
class Cluster:
    """Nodes by role, and what both of their starts left."""

    bucket: Bucket
    nodes: dict[str, Node] = field(default_factory=dict)
    first: dict[str, Start] = field(default_factory=dict)
    second: dict[str, Start] = field(default_factory=dict)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Start a head node, a login node and a compute node; no test changes anything on them."""
    need()
    folder = tmp_path_factory.mktemp("cluster")
    started = Cluster(Bucket(folder))
    with ExitStack() as stack:
        for role in ROLES:
            one = stack.enter_context(node(role, started.bucket, folder / "shared"))
            started.nodes[role] = one
            started.first[role], started.second[role] = one.start(), one.start()
        yield started


@pytest.fixture
def bucket(tmp_path: Path) -> Bucket:
    """Return a bucket that the test may change."""
    need()
    return Bucket(tmp_path)


@pytest.fixture
def boot(bucket: Bucket, tmp_path: Path) -> Iterator[Callable[[str], Node]]:
    """Return what boots a node of a role, on a shared file system of the test's own."""
    with ExitStack() as stack:
        yield lambda role: stack.enter_context(node(role, bucket, tmp_path / "shared"))
