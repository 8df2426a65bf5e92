"""Tests of markers."""

from tests.virtuallab.bench import Bench
from virtuallab.markers import are_of_another_script, complete_folders, read_markers
from virtuallab.places import Place


def _output(bench: Bench) -> Place:
    return Place("lab-results", f"{bench.root}counts/")


def test_complete_folders_are_those_with_a_marker(bench: Bench) -> None:
    """More than one page of them, and only those that are of interest."""
    bench.complete("a", "b.c")
    bench.s3.put_object(
        Bucket="lab-results", Key=f"{bench.root}counts/_lab/complete/note.txt", Body=b""
    )
    assert complete_folders(bench.s3, _output(bench)) == {"a", "b.c"}
    assert complete_folders(bench.s3, _output(bench), {"a", "z"}) == {"a"}


def test_markers_are_read_in_order(bench: Bench) -> None:
    """With the name of their folder."""
    bench.complete("b", "a", run="r-1")
    markers = list(read_markers(bench.s3, _output(bench), {"b", "a"}))
    assert markers == [{"folder": "a", "run": "r-1"}, {"folder": "b", "run": "r-1"}]


def test_damaged_marker_says_nothing(bench: Bench) -> None:
    """The folder is complete all the same: the runner would not touch it either."""
    key = f"{bench.root}counts/_lab/complete/a.json"
    for body in (b"{", b"[]"):
        bench.s3.put_object(Bucket="lab-results", Key=key, Body=body)
        assert list(read_markers(bench.s3, _output(bench), ["a"])) == [{"folder": "a"}]
        assert are_of_another_script(bench.s3, _output(bench), ["a"], "one")


def test_results_of_another_script_are_noticed(bench: Bench) -> None:
    """By a sample: a thousand markers are not all read."""
    names = [f"f{number:02}" for number in range(25)]
    bench.complete(*names, script_sha256="one")
    output = _output(bench)
    assert not are_of_another_script(bench.s3, output, names, "one")
    bench.complete("f00", script_sha256="other")
    assert are_of_another_script(bench.s3, output, names, "one")
