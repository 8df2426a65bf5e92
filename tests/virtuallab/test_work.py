"""Tests of what there is to do."""

from dataclasses import replace

import pytest
from botocore.exceptions import ClientError

from tests.virtuallab.bench import Bench
from tests.virtuallab.samples import request
from virtuallab.errors import Problems
from virtuallab.places import Place
from virtuallab.work import Work, find_work


def _find(bench: Bench, parent: str = "plates", **changes: object) -> tuple[Work | None, list[str]]:
    problems = Problems()
    asked = request(**changes)
    places = (Place(f"lab-{name}", bench.root) for name in ("raw", "results"))
    source, output = (
        place.below(path) for place, path in zip(places, (parent, "counts"), strict=True)
    )
    work = find_work(bench.s3, asked, source, output, problems)
    return work, [str(each) for each in problems]


def test_folders_with_input_and_without_results_are_to_do(bench: Bench) -> None:
    """What is complete counts for the name of the run all the same."""
    bench.upload("plates/a/1", "plates/b/1", "plates/c/1")
    bench.complete("b", "elsewhere")
    work, problems = _find(bench)
    assert problems == []
    assert work is not None
    assert [each.name for each in work.todo] == ["a", "c"]
    assert work.complete == frozenset({"b"})
    assert work.folders == ["a", "b", "c"]


def test_folders_without_input_are_refused_unless_they_are_left_out(bench: Bench) -> None:
    """The first ten are named."""
    bench.upload("plates/a/1.fcs", *[f"plates/e{number:02}/1.txt" for number in range(12)])
    _, (problem,) = _find(bench, include="*.fcs")
    assert "12 folders without input, with no file like *.fcs: e00, e01" in problem
    assert "e09 and 2 more - upload it, or leave them out: skip_empty=True" in problem
    work, problems = _find(bench, include="*.fcs", skip_empty=True)
    assert problems == []
    assert work is not None
    assert next(work.notes()).startswith("12 folders without input: e00")


@pytest.mark.parametrize(
    ("include", "told"),
    [
        ("*.fcs", "include: no file of 2 folders is like *.fcs - did you mean *.FCS?"),
        ("*.txt", "include: no file of 2 folders is like *.txt - there are x.csv, y.FCS"),
        ("y", "include: no file of 2 folders is like y - there are x.csv, y.FCS"),
    ],
)
def test_pattern_that_matches_nothing_is_an_error(bench: Bench, include: str, told: str) -> None:
    """Also where empty folders are left out: a run that does nothing was not meant."""
    bench.upload("plates/a/x.csv", "plates/b/y.FCS", "plates/b/x.csv")
    for skip_empty in (False, True):
        assert _find(bench, include=include, skip_empty=skip_empty)[1] == [told]


def test_folders_without_any_file_are_an_error(bench: Bench) -> None:
    """Unless one is complete already."""
    bench.upload("plates/a/", "plates/b/")
    (told,) = _find(bench, include="*.fcs", skip_empty=True)[1]
    assert told.startswith("parent: no file is in 2 folders of s3://lab-raw/")
    bench.complete("a")
    assert _find(bench, skip_empty=True)[1] == []


def test_complete_folder_may_have_lost_its_input(bench: Bench) -> None:
    """Raw data is archived at some time; the results are there."""
    bench.upload("plates/a/1", "plates/b/")
    bench.complete("b")
    assert _find(bench)[1] == []


def test_parent_that_is_not_there_names_the_nearest(bench: Bench) -> None:
    """S3 knows no folders: an empty one and a missing one are the same."""
    bench.upload("plates/a/1", "reads/a/1")
    _, (problem,) = _find(bench, "plate")
    assert "there is nothing in s3://lab-raw/" in problem
    assert problem.endswith("beside it, did you mean plates?")


def test_parent_with_files_alone_has_nothing_to_fan_out_over(bench: Bench) -> None:
    """Each sample needs a folder of its own."""
    bench.upload("plates/a.fcs")
    assert "has no child folders, only files: a.fcs" in _find(bench)[1][0]


def test_notes_tell_what_is_left_out(bench: Bench) -> None:
    """Files beside folders, records of earlier runs, files that nobody counted."""
    bench.upload("plates/a/1", "plates/readme.txt", "plates/_lab/complete/a.json")
    work, _ = _find(bench)
    assert work is not None
    work = replace(work, todo=(replace(work.todo[0], at_least=True),))
    assert list(work.notes()) == [
        "files that are in no folder are left out: readme.txt",
        "_lab/ holds the records of earlier runs and is left out",
        "+ means at least: not every file was looked at",
    ]


def test_parent_with_records_alone_is_told_as_such(bench: Bench) -> None:
    """There are no files to name."""
    bench.upload("plates/_lab/runs/r-1/plan.json")
    (told,) = _find(bench)[1]
    assert "has no child folders, only the records of runs in _lab/ - name the folder" in told


def test_empty_parent_is_not_taken_for_a_typo(bench: Bench) -> None:
    """Somebody has made it in the console of S3; another name would be no help."""
    bench.upload("plates/", "plates-old/a/1")
    (told,) = _find(bench)[1]
    assert told.endswith("plates/ is empty - upload input first")


def test_nothing_is_said_of_what_a_role_may_not_see(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the project's own folder are other projects."""
    asked = bench.s3.list_objects_v2

    def list_objects_v2(**given: object) -> object:
        if "Delimiter" in given:
            raise ClientError({"Error": {"Code": "AccessDenied"}}, "ListObjectsV2")
        return asked(**given)

    monkeypatch.setattr(bench.s3, "list_objects_v2", list_objects_v2)
    assert _find(bench, "plate")[1][0].endswith("upload input first")


def test_missing_bucket_is_told(bench: Bench) -> None:
    """Instead of a traceback."""
    problems = Problems()
    find_work(bench.s3, request(), Place("nowhere", "x/"), None, problems)
    assert "s3://nowhere/x/: its bucket does not exist" in str(problems[0])
