"""What there is to do: folders with input and without results."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from virtuallab.errors import Problems, aws_problem
from virtuallab.folders import MOST_FOLDERS, Folder, Listing, list_folders
from virtuallab.markers import complete_folders
from virtuallab.names import check_names
from virtuallab.nearest import first_ones, nearest
from virtuallab.places import RECORDS, Place
from virtuallab.request import Request
from virtuallab.words import count_of

_T = TypeVar("_T")


@dataclass(frozen=True)
class Work:
    """What was found in the parent and in the output.

    Attributes:
        listing: what is in the parent.
        todo: folders to analyse.
        complete: names of folders that have their results.
        left_out: names of folders without input.
    """

    listing: Listing
    todo: tuple[Folder, ...]
    complete: frozenset[str]
    left_out: tuple[str, ...]

    @property
    def folders(self) -> list[str]:
        """Return the names of all folders of the work, done or not."""
        return sorted([*self.complete, *(folder.name for folder in self.todo)])

    def notes(self) -> Iterator[str]:
        """Yield what a reader should know about the parent."""
        if self.left_out:
            folders = count_of(len(self.left_out), "folder")
            yield f"{folders} without input: {first_ones(self.left_out)}"
        if loose := self.listing.loose_files:
            yield f"files that are in no folder are left out: {first_ones(loose)}"
        if self.listing.has_records:
            yield f"{RECORDS}/ holds the records of earlier runs and is left out"
        if any(folder.at_least for folder in self.todo):
            yield "+ means at least: not every file was looked at"


def find_work(
    s3: Any,  # noqa: ANN401 - boto3 makes clients at run time
    request: Request,
    parent: Place,
    output: Place | None,
    problems: Problems,
) -> Work | None:
    """Return what there is to do; what is wrong with the parent goes to the problems.

    Args:
        s3: a client.
        request: what was asked for.
        parent: whose child folders are analysed.
        output: where results are; None if that is a problem already.
        problems: where to tell.
    """
    listing = _ask(parent, lambda: list_folders(s3, parent, request.include), problems)
    if listing is None:
        return None
    names = {folder.name for folder in listing.folders}
    if not names:
        problems.add("parent", *_why_empty(s3, parent, listing))
        return None
    known = _ask(output, lambda: complete_folders(s3, output, names), problems) if output else None
    complete = known or set()
    if listing.too_many:
        message = f"{parent.uri} has more than {MOST_FOLDERS} folders, the most of one run"
        problems.add("parent", message, "spread them over several parents")
    rest = [folder for folder in listing.folders if folder.name not in complete]
    todo = tuple(folder for folder in rest if folder.has_input)
    empty = tuple(folder.name for folder in rest if not folder.has_input)
    if not todo and not complete:
        _tell_no_input(request, parent, listing, problems)
    elif empty and not request.skip_empty:
        what = f"no file like {request.include}" if request.include else "no file"
        message = (
            f"{count_of(len(empty), 'folder')} without input, with {what}: {first_ones(empty)}"
        )
        hint = "upload it, or leave them out: skip_empty=True in Python, --skip-empty for lab"
        problems.add(parent.uri, message, hint)
    check_names([folder.name for folder in todo], parent, problems)
    return Work(listing, todo, frozenset(complete), empty)


def _tell_no_input(request: Request, parent: Place, listing: Listing, problems: Problems) -> None:
    """Tell that a run would end at once, having done nothing."""
    folders = count_of(len(listing.folders), "folder")
    if request.include and listing.other_files:
        message = f"no file of {folders} is like {request.include}"
        problems.add("include", message, _like(request.include, listing.other_files))
    else:
        problems.add("parent", f"no file is in {folders} of {parent.uri}", "upload input first")


def _like(include: str, files: Sequence[str]) -> str:
    """Say which pattern was meant, if it is one of upper and lower case; else what there is."""
    ending = re.split(r"[]*?]", include)[-1]
    for file in files:
        meant = include[: len(include) - len(ending)] + file[len(file) - len(ending) :]
        if ending and file.lower().endswith(ending.lower()) and fnmatchcase(file, meant):
            return f"did you mean {meant}?"
    return f"there are {first_ones(files)}"


def _ask(place: Place, call: Callable[[], _T], problems: Problems) -> _T | None:
    try:
        return call()
    except (ClientError, BotoCoreError) as error:
        problems.append(aws_problem(place.uri, error))
        return None


def _why_empty(s3: Any, parent: Place, listing: Listing) -> tuple[str, str]:  # noqa: ANN401
    if listing.has_records and not listing.loose_files:
        message = f"{parent.uri} has no child folders, only the records of runs in {RECORDS}/"
        return message, "name the folder with the input; a run that writes here has no results yet"
    if listing.loose_files:
        files = first_ones(listing.loose_files)
        message = f"{parent.uri} has no child folders, only files: {files}"
        return message, "put the files of each sample into a folder of their own"
    above = parent.prefix.rstrip("/").rpartition("/")[0]
    start = f"{above}/" if above else ""
    own = parent.prefix.removeprefix(start).rstrip("/")
    message = f"there is nothing in {parent.uri}"
    try:
        page = s3.list_objects_v2(Bucket=parent.bucket, Prefix=start, Delimiter="/")
    except ClientError:
        # Beside the project's own folder there is nothing that its role may see.
        return message, "upload input first"
    beside = [
        each["Prefix"].removeprefix(start).rstrip("/") for each in page.get("CommonPrefixes", ())
    ]
    if own in beside:
        # S3 knows an empty folder only where somebody has made a mark for it: the name is right.
        return f"{parent.uri} is empty", "upload input first"
    return message, f"beside it, {nearest(own, beside)}"
