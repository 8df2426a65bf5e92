"""Selectors of clients."""

import pytest

from tests.kubernetes_api.selectors import selects

HUB = {"metadata": {"name": "hub", "namespace": "lab", "labels": {"owner": "helm", "v": "1"}}}


@pytest.mark.parametrize(
    ("labels", "fields", "expected"),
    [
        ("", "", True),
        ("owner=helm,v in (1, 2)", "", True),
        ("owner==helm,v notin (1,2)", "", False),
        ("owner!=helm", "", False),
        ("owner", "", True),
        ("!owner", "", False),
        ("missing!=x,!missing", "", True),
        ("", "metadata.name=hub", True),
        ("owner=helm", "metadata.name=hub,metadata.namespace=other", False),
    ],
)
def test_selector_is_read_as_kubernetes_reads_it(labels: str, fields: str, expected: bool) -> None:  # noqa: FBT001
    """Equality, sets and existence, of labels and of fields."""
    assert selects(labels, fields, HUB) == expected
