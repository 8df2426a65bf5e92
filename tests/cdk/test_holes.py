"""Holes are found, and filled on the tree."""

import pytest

from cdk.holes import HoleProblem, HolesError, fill, holes

KNOWN = {
    "bucket": "demo-raw",
    "port": 5432,
    "sizes": [1, 2],
    "switch": True,
    "file.script.sh": "echo '${HOME}'",
}


def known(name: str) -> object:
    """Look a hole up in the words above."""
    if name not in KNOWN:
        raise LookupError("did you mean bucket?")
    return KNOWN[name]


def problems(tree: object) -> list[HoleProblem]:
    """Return what is wrong with the holes of a tree."""
    with pytest.raises(HolesError) as caught:
        fill(tree, known)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${bucket}", "demo-raw"),
        ("s3://${bucket}/a", "s3://demo-raw/a"),
        ("${bucket}:${port}", "demo-raw:5432"),
        ("${port}", 5432),
        ("${sizes}", [1, 2]),
        ("${switch}", True),
        ("$${bucket}", "${bucket}"),
        ("$$${bucket}", "$${bucket}"),
        ("$bucket {bucket} $", "$bucket {bucket} $"),
        (7, 7),
        (None, None),
    ],
)
def test_text_is_filled(text: object, expected: object) -> None:
    """A whole text keeps the type of what fills it; everything else stays as it is."""
    assert fill(text, known) == expected


def test_every_level_is_filled() -> None:
    """Mappings and lists are walked, and the given tree is left alone."""
    tree = {"a": [{"b": "${bucket}"}, "${port}"], "c": "x"}
    assert fill(tree, known) == {"a": [{"b": "demo-raw"}, 5432], "c": "x"}
    assert tree == {"a": [{"b": "${bucket}"}, "${port}"], "c": "x"}


def test_what_fills_a_hole_is_not_filled_again() -> None:
    """A shell script keeps its own variables."""
    assert fill({"a": "${file.script.sh}"}, known) == {"a": "echo '${HOME}'"}


def test_every_unknown_hole_is_reported_at_once() -> None:
    """Each with its path, its name and the hint of whoever knows the words."""
    message = "has a hole that nothing fills (${%s})"
    assert problems({"a": ["${buckt}"], "b": "x-${bucke}"}) == [
        HoleProblem(("a", 0), message % "buckt", "did you mean bucket?", "${buckt}"),
        HoleProblem(("b",), message % "bucke", "did you mean bucket?", "${bucke}"),
    ]


@pytest.mark.parametrize(
    ("tree", "path", "message"),
    [
        ({"a": "${bucket"}, ("a",), "opens a hole that is not closed"),
        ({"a": "${a b}"}, ("a",), "opens a hole that is not closed"),
        ({"a": "x ${sizes}"}, ("a",), "puts a list into a text (${sizes})"),
        ({"a": "x ${switch}"}, ("a",), "puts a bool into a text (${switch})"),
        ({"${bucket}": 1}, ("${bucket}",), "has a hole in a key"),
    ],
)
def test_hole_that_cannot_be_filled_is_refused(
    tree: object, path: tuple[str, ...], message: str
) -> None:
    """Nothing is left half filled."""
    assert [(each.path, each.message) for each in problems(tree)] == [(path, message)]


def test_holes_are_listed_with_their_path() -> None:
    """Two in one text are two; a literal one is none."""
    tree = {"a": ["${one} ${two}"], "b": {"c": "$${three}"}, "d": 4}
    assert list(holes(tree)) == [(("a", 0), "one"), (("a", 0), "two")]
