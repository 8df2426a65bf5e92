"""The files that a script left in its OUTPUT_DIR: which of them count, and their checksums."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lab_runner.errors import RefusalError
from lab_runner.location import name_of
from lab_runner.log import Log


@dataclass(frozen=True)
class Result:
    """A file, named as it follows the folder's prefix in its key."""

    name: str
    path: Path
    size: int

    def sha256(self) -> str:
        """Return the checksum, read in pieces: a result may be larger than the memory."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def results(folder: Path, log: Log) -> list[Result]:
    """Return the files below a folder, and log what is there but is no file of its own.

    A link counts as a copy of its target, if that is a file below the same folder.

    Raises:
        RefusalError: A name cannot be a key.
    """
    root = Path(os.path.realpath(folder.parent)) / folder.name
    found = []
    for path in sorted(_walk(root)):
        target = Path(os.path.realpath(path))
        if not target.is_relative_to(root):
            log.say(f"{path.relative_to(root)} is a link out of OUTPUT_DIR and is not uploaded")
        elif not target.is_file():
            log.say(f"{path.relative_to(root)} is no file and is not uploaded")
        else:
            try:
                name = name_of(PurePosixPath(path.relative_to(root)))
            except ValueError as error:
                raise RefusalError(f"a result cannot be uploaded: {error}") from None
            found.append(Result(name, path, target.stat().st_size))
    return found


def names(folder: Path) -> list[str]:
    """Return the names of all files and links below a folder."""
    return sorted(str(path.relative_to(folder)) for path in _walk(folder))


def _walk(root: Path) -> Iterator[Path]:
    """Yield all that is not a true folder; links to folders are yielded, not entered."""
    if root.is_symlink():
        yield root
        return
    for folder, folders, files in os.walk(root):
        for name in files:
            yield Path(folder, name)
        for name in folders:
            if Path(folder, name).is_symlink():
                yield Path(folder, name)
