"""Tests of places in the lab's buckets."""

from typing import Literal

import pytest

from tests.virtuallab.samples import settings
from virtuallab.errors import Problems
from virtuallab.places import Place, find_place, place_of

RAW = Place("lab-raw", "projects/screen/")


def _find(text: str, what: Literal["parent", "output"] = "parent") -> Place | str:
    problems = Problems()
    found = find_place(text, what, settings(), problems)
    return str(problems[0]) if problems else found or ""


@pytest.mark.parametrize(
    "text",
    ["raw/plates", "raw/plates/", "/raw/plates", "s3://lab-raw/projects/screen/plates"],
)
def test_place_is_below_the_projects_folder(text: str) -> None:
    """Short or in full, with or without the last slash."""
    assert _find(text) == Place("lab-raw", "projects/screen/plates/")


def test_data_class_alone_is_the_projects_folder() -> None:
    """A project may have nothing but its plates."""
    assert _find("raw") == RAW


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "parent: is empty - write <data class>/<folder>, such as raw/plates"),
        ("rwa/plates", "begins with no data class of the project - did you mean raw/?"),
        ("plates", "begins with no data class of the project - there is raw/, results/"),
        ("s3://other/projects/screen/x", "is in none of the project's folders - allowed: s3://"),
        ("s3://lab-raw/projects/screening/x", "is in none of the project's folders"),
        ("raw/../x", "has an empty part or one of dots"),
        ("raw//x", "has an empty part or one of dots"),
    ],
)
def test_other_places_are_refused(text: str, message: str) -> None:
    """Each with what is allowed."""
    assert message in str(_find(text))


def test_output_must_be_writable() -> None:
    """Raw data is only read."""
    assert _find("raw/out", "output") == (
        "output: raw/out is in raw, which the project only reads - writable: results/..."
    )
    assert _find("results/out", "output") == Place("lab-results", "projects/screen/out/")


@pytest.mark.parametrize("text", ["results", "results/", "s3://lab-results/projects/screen/"])
def test_whole_folder_of_a_project_is_no_output(text: str) -> None:
    """Every other output would overlap with it."""
    told = "is the project's whole folder - name a folder in it, such as results/counts"
    assert _find(text, "output") == f"output: {text} {told}"


def test_records_of_runs_are_no_output() -> None:
    """A name that holds the word is another."""
    assert "results/x/_lab/y is among the records" in str(_find("results/x/_lab/y", "output"))
    assert isinstance(_find("results/_labels", "output"), Place)


def test_places_overlap_when_one_holds_the_other() -> None:
    """A name that begins alike is another place."""
    plates, plate = place_of("s3://b/plates"), place_of("s3://b/plate/")
    assert plates.holds(plates.below("one"))
    assert plates.below("one").overlaps(plates)
    assert not plates.overlaps(plate)
    assert not plates.overlaps(place_of("s3://c/plates/"))


def test_uri_names_a_place() -> None:
    """There and back."""
    assert place_of("s3://b").uri == "s3://b/"
    assert place_of(RAW.uri) == RAW
