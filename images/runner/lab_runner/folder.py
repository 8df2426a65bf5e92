"""Which folder this job analyses, and its files on their way from S3 to the disk."""

import csv
import io
import shutil
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from lab_runner.errors import RefusalError
from lab_runner.location import FORBIDDEN, Location, path_of
from lab_runner.settings import Settings
from lab_runner.store import Entry, Store
from lab_runner.wording import named

OWN = "_lab"  # below LAB_OUTPUT, where markers and logs are


def folder_name(settings: Settings, store: Store) -> str:
    """Return the folder's name; that of an array's job stands in the manifest.

    Raises:
        RefusalError: The manifest has no such row, or the name is no folder's.
    """
    name = settings.folder
    if settings.manifest and name is None:
        name = _row(settings.manifest, settings.index, store)
    if name is None or name in FORBIDDEN or "/" in name or name == OWN:
        raise RefusalError(f"'{name}' cannot be the name of a folder to analyse")
    return name


def download(settings: Settings, folder: str, target: Path, store: Store) -> list[Entry]:
    """Fetch the files of a folder with their sub-folders, those to include, and return them.

    Raises:
        RefusalError: There are none, or one of the keys can be no file below the target.
        OSError: The disk is too small.
    """
    source = settings.parent.below(f"{folder}/")
    entries = _included(source, store.list(source), settings.include)
    paths = _paths(source, entries, target)
    needed, free = sum(entry.size for entry in entries), shutil.disk_usage(target).free
    if needed > free:
        raise OSError(28, f"{needed} bytes of input, {free} bytes free")
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
    store.download(
        (source.below(entry.name), path) for entry, path in zip(entries, paths, strict=True)
    )
    return entries


def _included(source: Location, entries: Sequence[Entry], pattern: str) -> list[Entry]:
    """Return the entries that are files and whose names match; an empty pattern takes all."""
    files = [entry for entry in entries if not entry.is_mark]
    if not files:
        raise RefusalError(f"there is no file below {source}")
    found = [each for each in files if fnmatchcase(each.name.rpartition("/")[2], pattern or "*")]
    if not found:
        raise RefusalError(
            f"there is no file below {source} whose name matches LAB_INCLUDE '{pattern}';"
            f" it holds {named([each.name for each in files])}"
        )
    return found


def _paths(source: Location, entries: Sequence[Entry], target: Path) -> list[Path]:
    """Return a file for each key."""
    try:
        relative = [path_of(entry.name) for entry in entries]
    except ValueError as error:
        raise RefusalError(f"an object below {source} cannot become a file: {error}") from None
    folders = {parent for path in relative for parent in path.parents}
    for path in relative:
        if path in folders:
            raise RefusalError(f"{source.below(str(path))} is an object and has objects below it")
    return [target / path for path in relative]


def _row(manifest: Location, index: int, store: Store) -> str:
    """Return the folder in a row of the manifest; the first row after the header is 0."""
    body = store.read(manifest)
    if body is None:
        raise RefusalError(f"there is no manifest {manifest}")
    rows = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    if "folder" not in (rows.fieldnames or ()):
        raise RefusalError(f"{manifest} has no column `folder`")
    for number, row in enumerate(rows):
        if number == index:
            return str(row["folder"])
    raise RefusalError(f"{manifest} has no row for the array index {index}")
