"""Places in the lab's buckets: `raw/plates`, or the full `s3://bucket/prefix/`."""

from dataclasses import dataclass
from typing import Literal

from virtuallab.errors import Problems
from virtuallab.nearest import nearest
from virtuallab.settings import Settings

SCHEME = "s3://"
RECORDS = "_lab"
"""The folder of an output that holds markers, logs and plans; never a folder to analyse."""


@dataclass(frozen=True)
class Place:
    """A folder of a bucket.

    Attributes:
        bucket: its name.
        prefix: what its keys begin with; ends in `/`.
    """

    bucket: str
    prefix: str

    @property
    def uri(self) -> str:
        """Return it as `s3://bucket/prefix/`."""
        return f"{SCHEME}{self.bucket}/{self.prefix}"

    def below(self, path: str) -> "Place":
        """Return a folder in it."""
        return Place(self.bucket, f"{self.prefix}{path.strip('/')}/")

    def holds(self, other: "Place") -> bool:
        """Tell whether another place is this one or in it."""
        return self.bucket == other.bucket and other.prefix.startswith(self.prefix)

    def overlaps(self, other: "Place") -> bool:
        """Tell whether one of two places is in the other."""
        return self.holds(other) or other.holds(self)


def place_of(uri: str) -> Place:
    """Read a place as `s3://bucket/prefix/`, with or without the last slash."""
    bucket, _, prefix = uri.removeprefix(SCHEME).partition("/")
    path = prefix.strip("/")
    return Place(bucket, f"{path}/" if path else "")


def find_place(
    text: str, what: Literal["parent", "output"], settings: Settings, problems: Problems
) -> Place | None:
    """Return the place that a scientist means; what is wrong with it goes to the problems.

    Args:
        text: `<data class>/<path>`, or a URI.
        what: a parent is read, an output is written to.
        settings: which folders the project has.
        problems: where to tell.
    """
    if not text.strip("/ "):
        problems.add(what, "is empty", "write <data class>/<folder>, such as raw/plates")
        return None
    path = text.removeprefix(SCHEME).strip("/")
    if any(part in ("", ".", "..") for part in path.split("/")):
        problems.add(what, f"has an empty part or one of dots (got {text})", "write the plain path")
        return None
    data_class, place = _resolve(text, path, settings)
    if data_class is None or place is None:
        known = [f"{name}/" for name in settings.folders]
        if text.startswith(SCHEME):
            allowed = ", ".join(settings.folders.values())
            problems.add(what, f"{text} is in none of the project's folders", f"allowed: {allowed}")
        else:
            hint = nearest(f"{path.partition('/')[0]}/", known)
            problems.add(what, f"{text} begins with no data class of the project", hint)
        return None
    if what == "output" and data_class not in settings.writable:
        allowed = ", ".join(f"{name}/..." for name in settings.writable) or "none"
        message = f"{text} is in {data_class}, which the project only reads"
        problems.add(what, message, f"writable: {allowed}")
        return None
    if what == "output" and (problem := _unfit(place, data_class, text, settings)):
        problems.add(what, *problem)
        return None
    return place


def _unfit(place: Place, data_class: str, text: str, settings: Settings) -> tuple[str, str] | None:
    """Return why results would be in the way there, and what to name instead."""
    if place == place_of(settings.folders[data_class]):
        message = f"{text} is the project's whole folder"
        return message, f"name a folder in it, such as {data_class}/counts"
    if RECORDS in place.prefix.split("/"):
        return f"{text} is among the records of runs, {RECORDS}", "name a folder outside of them"
    return None


def _resolve(text: str, path: str, settings: Settings) -> tuple[str | None, Place | None]:
    if text.startswith(SCHEME):
        place = place_of(text)
        for name, uri in settings.folders.items():
            if place_of(uri).holds(place):
                return name, place
        return None, None
    data_class, _, rest = path.partition("/")
    if data_class not in settings.folders:
        return None, None
    home = place_of(settings.folders[data_class])
    return data_class, home.below(rest) if rest else home
