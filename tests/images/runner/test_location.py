"""Which file belongs to which key, for all names that S3 and Linux take."""

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings, strategies as st

from lab_runner.location import Location, name_of, path_of

# Anything that is UTF-8, and often what is dangerous in a path.
PARTS = st.one_of(
    st.sampled_from(["", ".", "..", "a", "\0", "~", "\\", " ", "ü" * 128]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
NAMES = st.lists(PARTS, min_size=1, max_size=5).map("/".join)


@settings(deadline=None)
@given(NAMES)
def test_a_key_becomes_a_file_below_its_folder_and_back(name: str) -> None:
    """A name either is refused, or is one file strictly below the folder, with the same name."""
    try:
        path = path_of(name)
    except ValueError:
        parts = name.split("/")
        assert any(part in {"", ".", ".."} or "\0" in part for part in parts) or any(
            len(part.encode()) > 255 for part in parts
        )
        return
    assert name_of(path) == name
    assert Path("/in", path).resolve().relative_to("/in") == Path(path)


@settings(deadline=None)
@given(NAMES, NAMES)
def test_two_keys_never_become_one_file(one: str, other: str) -> None:
    """No object is lost because another one has its file."""
    paths = []
    for name in (one, other):
        try:
            paths.append(path_of(name))
        except ValueError:
            return
    assert (paths[0] == paths[1]) == (one == other)


def test_name_that_is_not_utf8_is_refused() -> None:
    """Linux takes any bytes as a name, S3 only UTF-8."""
    with pytest.raises(ValueError, match="is not UTF-8"):
        name_of(PurePosixPath(b"\xff.csv".decode(errors="surrogateescape")))


@pytest.mark.parametrize("uri", ["s3://bucket/", "s3://bucket/a/b ü/"])
def test_address_is_read_and_written(uri: str) -> None:
    """What is read is written in the same way."""
    location = Location.parse(uri)
    assert (location.bucket, str(location)) == ("bucket", uri)
    assert str(location.below("x/y")) == f"{uri}x/y"


@pytest.mark.parametrize("uri", ["", "bucket/a", "s3:/bucket/a", "s3://bucket", "s3:///a"])
def test_other_text_is_no_address(uri: str) -> None:
    """An address has a scheme, a bucket and a slash."""
    with pytest.raises(ValueError, match="is no address such as s3://bucket/folder/"):
        Location.parse(uri)
