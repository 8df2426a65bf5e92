"""Names of objects, keys and values of labels."""

import pytest

from tests.kubernetes.label_checks import label_problems, name_problems


@pytest.mark.parametrize("key", ["app", "app.kubernetes.io/name", "a" * 63, "x.y/A_b"])
def test_key_is_accepted(key: str) -> None:
    """A key is a name, with a domain before a slash."""
    assert list(label_problems({key: "x"}, "label")) == []


@pytest.mark.parametrize("key", ["", "-a", "a/b/c", "/a", "a/", "A.b/x", "a" * 64])
def test_key_is_refused(key: str) -> None:
    """Anything else is not a key."""
    assert len(list(label_problems({key: "x"}, "label"))) == 1


@pytest.mark.parametrize("value", ["", "a", "A.b_c-d", "1"])
def test_value_is_accepted(value: str) -> None:
    """A value may be empty."""
    assert list(label_problems({"a": value}, "label")) == []


@pytest.mark.parametrize("value", ["a b", "-a", "a.", "a/b", 1, True])
def test_value_is_refused(value: object) -> None:
    """Numbers and truth values are no texts: YAML makes them, quotes help."""
    assert len(list(label_problems({"a": value}, "label"))) == 1


def test_roles_are_named_freely() -> None:
    """Names of RBAC may hold colons."""
    role = {"kind": "ClusterRole", "metadata": {"name": "system:auth-delegator"}}
    assert list(name_problems(role)) == []


def test_annotations_are_texts() -> None:
    """A number in an annotation is refused."""
    pod = {"kind": "Pod", "metadata": {"name": "a", "annotations": {"x": 4000}}}
    assert list(name_problems(pod)) == ["Pod/a: annotation x is not a text: 4000"]
