"""The graph behind the picture of the architecture."""

from itertools import pairwise

from docs.generators.drawing import graph
from docs.generators.stack_summary import StackSummary

NETWORK = StackSummary("lab-network", ("1 VPC",), publishes=(), reads=())
STORAGE = StackSummary("lab-storage", ("5 <S3> buckets",), publishes=("data_key_arn",), reads=())
PROJECT = StackSummary("lab-project-a", ("1 role",), publishes=(), reads=("data_key_arn",))


def _graph(*stacks: StackSummary) -> str:
    return graph("labs/x", [("lab.yaml", "shared")], stacks)


def test_stacks_hang_below_each_other_in_the_order_of_deployment() -> None:
    """Network above storage, storage above the facts, the facts above the projects."""
    text = _graph(NETWORK, STORAGE, PROJECT)
    chain = ("stack_lab_network", "stack_lab_storage", "facts", "projects")
    for upper, lower in pairwise(chain):
        assert f"{lower} -> {upper} [dir=back];" in text


def test_facts_are_listed_by_name() -> None:
    """The box of facts holds what the foundation publishes."""
    assert ">data_key_arn<" in _graph(NETWORK, STORAGE, PROJECT)


def test_project_says_how_many_facts_it_reads() -> None:
    """A project's stack is tied to the foundation by nothing but the facts it reads."""
    assert "reads 1 facts" not in _graph(NETWORK, STORAGE, PROJECT)
    assert "reads 1 fact<" in _graph(NETWORK, STORAGE, PROJECT)


def test_text_is_escaped() -> None:
    """What a stack holds cannot end the markup of its box."""
    assert "5 &lt;S3&gt; buckets" in _graph(NETWORK, STORAGE, PROJECT)
