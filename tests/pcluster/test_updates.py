"""Our verdict on changes of a running cluster is ParallelCluster's own, case by case."""

import pytest

from cdk.slurm.update_policies import refused_updates
from tests.pcluster.batch import Answers, ask, table, updates

CASES = table("updates")
FAILS = "AttributeError: 'str' object has no attribute 'get'"
"""What ParallelCluster's comparison itself ends with for another MountDir."""


@pytest.fixture(scope="module")
def theirs() -> Answers:
    """Return what ParallelCluster refuses of each change."""
    return ask({"updates": updates()})


@pytest.mark.parametrize("case", CASES)
def test_parallelcluster_refuses_what_is_recorded(case: str, theirs: Answers) -> None:
    """The table says what its ConfigPatch says of a cluster whose nodes run."""
    assert theirs["running"][case] == CASES[case]["says"]


@pytest.mark.parametrize("case", [case for case in CASES if CASES[case]["says"] != [FAILS]])
def test_our_verdict_is_theirs(case: str) -> None:
    """Same paths, same policies, in the same order."""
    found = refused_updates(*updates()[case])
    assert [f"{each.policy}: {each.path}" for each in found] == CASES[case]["says"]


@pytest.mark.parametrize("case", [case for case in CASES if CASES[case]["says"] != [FAILS]])
def test_our_verdict_is_theirs_while_nodes_are_stopped(case: str, theirs: Answers) -> None:
    """What an admin may do who has stopped all compute nodes by hand."""
    found = refused_updates(*updates()[case], compute_nodes_stopped=True)
    assert [f"{each.policy}: {each.path}" for each in found] == theirs["stopped"][case]


def test_what_breaks_their_comparison_is_refused() -> None:
    """An update that would end in an error of ParallelCluster's code is no update."""
    (found,) = refused_updates(*updates()["file system in another folder"])
    assert found.path == "SharedStorage[shared].MountDir"
    assert found.reason.endswith("fails while it compares the folder of a storage that exists")


def test_table_has_both_kinds() -> None:
    """At least twenty changes, some of them fine."""
    refused = [case for case in CASES if CASES[case]["says"]]
    assert len(CASES) >= 40
    assert 20 <= len(refused) <= len(CASES) - 20
