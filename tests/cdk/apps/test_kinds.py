"""The kinds of apps."""

from cdk.apps.kinds import KINDS
from tests.kubernetes.manifests import Pod
from tests.kubernetes.pod_checks import pod_problems


def test_images_are_exact() -> None:
    """A kind's image has a tag that does not move."""
    images = [kind.image for kind in KINDS.values() if kind.image]
    pods = [Pod("p", "Pod", {}, {"containers": [{"name": "a", "image": i}]}) for i in images]
    assert [problem for pod in pods for problem in pod_problems(pod)] == []


def test_command_listens_where_the_kind_says() -> None:
    """The port of a kind stands in its command, so that one change does not forget the other."""
    for kind in KINDS.values():
        if kind.command:
            assert str(kind.port) in " ".join(kind.command)
