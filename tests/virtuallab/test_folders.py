"""Tests of how folders are found: the same as by reading every key, with far fewer calls."""

from collections import defaultdict

from hypothesis import given, strategies as st

from tests.virtuallab.samples import PARENT, MemoryS3
from virtuallab.folders import MOST_FOLDERS, list_folders

_name = st.text("ab0-./é", min_size=1, max_size=3)
_keys = st.lists(st.builds("{}/{}".format, _name, _name) | _name, max_size=40, unique=True)


def _naive(keys: list[str], ending: str) -> dict[str, bool]:
    """Read every key: which folders there are, and whether they have input."""
    files: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        name, slash, rest = key.partition("/")
        if slash:
            files[name].append(rest.rpartition("/")[2])
    return {
        name: any(file and file.endswith(ending) for file in found) for name, found in files.items()
    }


@given(keys=_keys, ending=st.sampled_from(["", "a"]), page_size=st.integers(1, 5))
def test_folders_are_those_of_a_full_listing(keys: list[str], ending: str, page_size: int) -> None:
    """Whatever the names, nothing is jumped over; calls stay below keys / page + 1."""
    s3 = MemoryS3(*keys)
    found = list_folders(s3, PARENT, f"*{ending}", page_size=page_size)
    assert {each.name: each.has_input for each in found.folders} == _naive(keys, ending)
    assert s3.calls <= len(keys) // page_size + 1


@given(sizes=st.lists(st.integers(1, 30), min_size=1, max_size=10))
def test_large_folders_cost_a_call_each(sizes: list[int]) -> None:
    """However many files a folder holds, one call is enough to see that it has input."""
    keys = [f"f{number}/{file:02}" for number, size in enumerate(sizes) for file in range(size)]
    s3 = MemoryS3(*keys)
    found = list_folders(s3, PARENT, page_size=2)
    assert len(found.folders) == len(sizes)
    assert s3.calls <= len(sizes) + 1


def test_folder_that_was_jumped_over_has_at_least_so_many_files() -> None:
    """What was not looked at is not claimed."""
    s3 = MemoryS3("a/1", "a/2", "a/3", "a/4", "b/1")
    found = list_folders(s3, PARENT, page_size=2)
    seen = [(each.name, each.files, each.bytes, each.at_least) for each in found.folders]
    assert seen == [("a", 2, 2, True), ("b", 1, 1, False)]


def test_only_direct_children_count() -> None:
    """Deeper files are input of the child; a file beside the folders, and its own key, are not."""
    found = list_folders(MemoryS3("", "a/deep/er/x.fcs", "readme.txt"), PARENT)
    assert [each.name for each in found.folders] == ["a"]
    assert found.loose_files == ["readme.txt"]


def test_placeholder_of_an_empty_folder_is_no_input() -> None:
    """The console of S3 makes a key that ends in a slash."""
    (folder,) = list_folders(MemoryS3("a/", "a/sub/"), PARENT).folders
    assert not folder.has_input


def test_pattern_looks_at_names_of_files() -> None:
    """A folder without a match has no input, and case counts, as for the script."""
    found = list_folders(MemoryS3("a/d/x.fcs", "b/x.FCS", "c.fcs/x"), PARENT, "*.fcs")
    assert [each.has_input for each in found.folders] == [True, False, False]


def test_records_of_runs_are_no_folder() -> None:
    """The output of one fan-out can be the parent of the next; its records cost one call."""
    s3 = MemoryS3(*[f"_lab/complete/{number}.json" for number in range(50)], "a/x")
    found = list_folders(s3, PARENT, page_size=2)
    assert [each.name for each in found.folders] == ["a"]
    assert found.has_records
    assert s3.calls == 2


def test_listing_stops_at_ten_thousand_folders() -> None:
    """What would be refused is not read to its end."""
    s3 = MemoryS3(*[f"{number:05}/x" for number in range(MOST_FOLDERS + 5000)])
    found = list_folders(s3, PARENT)
    assert found.too_many
    assert s3.calls == MOST_FOLDERS // 1000 + 1
