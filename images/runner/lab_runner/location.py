"""Addresses in S3, and which file below a folder belongs to which key below a prefix."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Self

SCHEME = "s3://"
LONGEST_NAME = 255  # bytes that Linux takes as a name
FORBIDDEN = ("", ".", "..")


@dataclass(frozen=True)
class Location:
    """An object, or a prefix that ends in `/` or is empty."""

    bucket: str
    key: str

    @classmethod
    def parse(cls, uri: str) -> Self:
        """Read `s3://bucket/key`.

        Raises:
            ValueError: It is none.
        """
        bucket, slash, key = uri.removeprefix(SCHEME).partition("/")
        if not (uri.startswith(SCHEME) and bucket and slash):
            raise ValueError(f"'{uri}' is no address such as s3://bucket/folder/")
        return cls(bucket, key)

    def below(self, name: str) -> "Location":
        """Return what lies below this prefix under a name."""
        return Location(self.bucket, self.key + name)

    def __str__(self) -> str:
        return f"{SCHEME}{self.bucket}/{self.key}"


def path_of(name: str) -> PurePosixPath:
    """Return the relative path of the file for what follows a prefix in a key.

    Raises:
        ValueError: No file below a folder can have this name.
    """
    parts = name.split("/")
    if any(part in FORBIDDEN or "\0" in part for part in parts):
        raise ValueError(f"'{name}' has an empty part, '.', '..' or a zero byte")
    if any(len(part.encode()) > LONGEST_NAME for part in parts):
        raise ValueError(f"'{name[:40]}...' has a part of more than {LONGEST_NAME} bytes")
    return PurePosixPath(*parts)


def name_of(path: PurePosixPath) -> str:
    """Return what follows the prefix in the key of a file with this relative path.

    Raises:
        ValueError: The name is not UTF-8, as keys are.
    """
    name = str(path)
    try:
        name.encode()
    except UnicodeEncodeError:
        raise ValueError(f"the name {name!r} is not UTF-8") from None
    return name
