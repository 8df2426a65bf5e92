"""Tests of names of folders."""

import pytest

from tests.virtuallab.samples import PARENT
from virtuallab.errors import Problems
from virtuallab.names import check_names, suggested


def _told(*names: str) -> list[str]:
    problems = Problems()
    check_names(names, PARENT, problems)
    return [f"{each.message} - {each.hint}" for each in problems]


def test_plain_names_are_fine() -> None:
    """Letters, digits, dot, underscore and hyphen."""
    assert _told("Plate_1", "a.b-c", "7", "x" * 100) == []


@pytest.mark.parametrize(
    ("given", "better"),
    [
        ("Platte Nr. 3", "Platte-Nr.-3"),
        ("Zürich/é", "Zurich-e"),
        ("größe", "groe"),
        ("试验", "folder"),
        ("..", "folder"),
        ("", "folder"),
    ],
)
def test_better_name_resembles_the_given_one(given: str, better: str) -> None:
    """Accents go, other characters become hyphens."""
    assert suggested(given) == better


def test_bad_name_comes_with_the_command_that_renames_it() -> None:
    """It can be pasted into a shell, quotes included."""
    (told,) = _told("Plate 1", "Plate-1")
    assert told.startswith("folder 'Plate 1' has characters other than letters, digits, . _ and -")
    assert told.endswith(
        "rename it: aws s3 mv --recursive 's3://lab-raw/projects/screen/plates/Plate 1/' "
        "s3://lab-raw/projects/screen/plates/Plate-1-2/"
    )


def test_ten_bad_names_are_told_and_the_rest_counted() -> None:
    """A message of a thousand lines helps nobody."""
    told = _told(*[f"plate {number}" for number in range(13)])
    assert len(told) == 11
    assert told[-1].startswith("3 more folders")


@pytest.mark.parametrize("name", [".", "..", "", "a/b", "a\n"])
def test_names_that_would_leave_the_folder_are_refused(name: str) -> None:
    """Jobs make a path of them."""
    assert len(_told(name)) == 1


def test_long_names_are_refused() -> None:
    """Keys of markers and names of jobs have an end."""
    assert _told("x" * 101)[0].startswith("1 folder with a name of more than 100 characters: x")


def test_names_that_differ_in_case_only_are_refused() -> None:
    """Results of both would mix on a laptop."""
    assert "case: P1 and p1" in _told("P1", "p1", "p2")[0]
