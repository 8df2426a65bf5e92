"""The child folders of a place in S3, found with few calls and little memory."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from virtuallab.places import RECORDS, Place

MOST_FOLDERS = 10_000
PAGE = 1000
MOST_OTHERS = 100


@dataclass(slots=True)
class Folder:
    """A child folder and what was seen of it.

    Attributes:
        name: without slashes.
        files: those that match, as far as they were looked at.
        bytes: their size.
        at_least: whether there may be more of them.
    """

    name: str
    files: int = 0
    bytes: int = 0
    at_least: bool = False

    @property
    def has_input(self) -> bool:
        """Tell whether there is anything to analyse in it."""
        return self.files > 0


@dataclass
class Listing:
    """What is directly in a place.

    Attributes:
        folders: in the order of S3.
        loose_files: names of the first files that are in no folder.
        has_records: whether the place is the output of earlier runs.
        other_files: names of the first files in folders that are like no input.
        too_many: whether there are more folders than a run may have; then the rest is not listed.
    """

    folders: list[Folder] = field(default_factory=list)
    loose_files: list[str] = field(default_factory=list)
    has_records: bool = False
    other_files: list[str] = field(default_factory=list)
    too_many: bool = False


def list_folders(
    s3: Any,  # noqa: ANN401 - boto3 makes clients at run time
    parent: Place,
    include: str | None = None,
    *,
    page_size: int = PAGE,
) -> Listing:
    """List the child folders of a place, and whether each has input.

    With a delimiter S3 would name a thousand folders a call, but not say whether they are empty,
    which is a call a folder. Without, a call shows a thousand keys, and a folder is left behind as
    soon as it has shown one file that matches. So there are never more calls than keys / 1000 + 1,
    and where every folder has input, never more than one for each folder either.

    Args:
        s3: a client.
        parent: where to look.
        include: a pattern for the names of files that are input, such as `*.fcs`.
        page_size: keys a call.
    """
    found = Listing()
    after = ""
    while not found.too_many:
        start = {"StartAfter": after} if after else {}
        page = s3.list_objects_v2(
            Bucket=parent.bucket, Prefix=parent.prefix, MaxKeys=page_size, **start
        )
        keys = page.get("Contents", ())
        for each in keys:
            _see(found, each["Key"].removeprefix(parent.prefix), each["Size"], include)
        if not page.get("IsTruncated") or not keys:
            break
        after = _resume_after(found, keys[-1]["Key"], parent)
    return found


def _see(found: Listing, path: str, size: int, include: str | None) -> None:
    name, slash, rest = path.partition("/")
    if not slash:
        # The key of the place itself is what the console of S3 makes for an empty folder.
        if name and len(found.loose_files) < PAGE:
            found.loose_files.append(name)
        return
    if name == RECORDS:
        found.has_records = True
        return
    if not found.folders or found.folders[-1].name != name:
        if len(found.folders) == MOST_FOLDERS:
            found.too_many = True
            return
        found.folders.append(Folder(name))
    file_name = rest.rpartition("/")[2]
    if not file_name:
        return
    if include is not None and not fnmatchcase(file_name, include):
        if len(found.other_files) < MOST_OTHERS and file_name not in found.other_files:
            found.other_files.append(file_name)
        return
    folder = found.folders[-1]
    folder.files += 1
    folder.bytes += size


def _resume_after(found: Listing, last_key: str, parent: Place) -> str:
    """Return the key after which the next page begins, beyond a folder that has shown enough."""
    name, slash, _ = last_key.removeprefix(parent.prefix).partition("/")
    folder = found.folders[-1] if found.folders else None
    is_shown = folder is not None and folder.name == name and folder.has_input
    if not slash or not (is_shown or name == RECORDS):
        return last_key
    if folder is not None and is_shown:
        folder.at_least = True
    # `0` follows `/` in the order of keys: nothing of the folder itself comes after it.
    return f"{parent.prefix}{name}0"
