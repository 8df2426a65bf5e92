"""What ParallelCluster says is written beside each case, and nothing else is touched."""

from tests.pcluster.record import recorded

TABLE = "# Why.\nfirst:\n  put: {A: 1}\n  says:\n    - >-\n      old\nsecond:\n  put: {B: 2}\n"


def test_answers_are_written_beside_their_cases() -> None:
    """Comments and changes stay as somebody wrote them."""
    assert recorded(TABLE, [["new"], []]) == (
        "# Why.\nfirst:\n  put: {A: 1}\n  says:\n    - >-\n      new\nsecond:\n  put: {B: 2}\n"
        "  says: []\n"
    )
