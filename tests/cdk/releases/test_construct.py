"""All releases of a lab, in their order."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import App, CfnWaitConditionHandle, Stack

from cdk.releases.construct import Releases
from cdk.releases.filled_release import FilledRelease
from tests.cdk.releases.cluster import charts, known_cluster, manifests, new_stack
from tests.cdk.releases.conftest import WriteRelease

SECRET = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "x"}}


@pytest.fixture
def stack(new_app: Callable[[], App], write_release: WriteRelease) -> Stack:
    """Return a stack with a release that two web apps of one folder come after."""
    store = write_release("store", namespace="store")
    viewer = write_release("viewer", namespaces=["extra"], after=["store"])
    stack = new_stack(new_app())
    Releases(
        stack,
        "Releases",
        releases=[
            FilledRelease("store", store, {}, [], [SECRET]),
            FilledRelease("app-one", viewer, {}, [SECRET], []),
            FilledRelease("app-two", viewer, {}, [], []),
        ],
        cluster=known_cluster(stack),
        first=[CfnWaitConditionHandle(stack, "Ingress")],
    )
    return stack


def depends_on(resource: dict[str, Any], part: str) -> bool:
    """Tell whether a resource waits for one whose logical id holds a word."""
    return any(part in name for name in resource["DependsOn"])


def test_release_waits_for_those_it_comes_after(stack: Stack) -> None:
    """For their charts, and for what is applied after those."""
    for name in ("app-one", "app-two"):
        assert depends_on(charts(stack)[name], "ReleasesstoreChart")
        assert depends_on(charts(stack)[name], "ReleasesstoreAfter")
    assert not depends_on(charts(stack)["store"], "app")


def test_release_waits_for_its_namespaces(stack: Stack) -> None:
    """And for no other."""
    assert depends_on(charts(stack)["app-one"], "Namespacesviewer")
    assert depends_on(charts(stack)["app-one"], "Namespacesextra")
    assert not depends_on(charts(stack)["store"], "Namespacesviewer")


def test_everything_waits_for_what_comes_first(stack: Stack) -> None:
    """Such as the class that Ingresses name."""
    releases = {name: each for name, each in manifests(stack).items() if "Namespaces" not in name}
    waiting = [*charts(stack).values(), *releases.values()]
    assert [depends_on(each, "Ingress") for each in waiting] == [True] * 5


def test_helm_makes_no_namespace(stack: Stack) -> None:
    """Those that helm makes are in nobody's template and stay for ever."""
    assert [c for c in charts(stack).values() if "CreateNamespace" in c["Properties"]] == []
