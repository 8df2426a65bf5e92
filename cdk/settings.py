"""The base of every settings model: frozen, closed, and marked with what a change costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from pydantic import BaseModel, ConfigDict

Path = tuple[str | int, ...]


class Lifecycle(Enum):
    """What happens to running infrastructure when a deployed setting changes.

    Every field of every model carries one of these marks in its annotation.
    """

    FREE = "free"
    """Takes effect in place, nothing is interrupted."""
    REPLACES = "replaces"
    """CloudFormation makes a new resource and removes the old one; no data is in it."""
    FIXED = "fixed"
    """Decided before the first deployment; `lab deploy` refuses a change."""
    GROWS = "grows"
    """May get more at its end; `lab deploy` refuses to take away or to change what there is."""
    IDENTITY = "identity"
    """Says which lab it is: another value means another one, the deployed one stays as it is."""


FREE, REPLACES, FIXED = Lifecycle.FREE, Lifecycle.REPLACES, Lifecycle.FIXED
GROWS, IDENTITY = Lifecycle.GROWS, Lifecycle.IDENTITY


@dataclass(frozen=True)
class Problem:
    """Something wrong with values that are each valid alone.

    Attributes:
        path: the setting to look at, relative to the model that reports it.
        message: what is wrong.
        hint: what is allowed, or both ways out.
        related: other settings that the rule read, relative to the same model. A rule is not
            reported while one of them is itself in error.
        warning: deploys all the same, but may surprise.
        written: report only when an admin wrote the value, not when a preset did.
    """

    path: Path
    message: str
    hint: str
    related: tuple[Path, ...] = ()
    warning: bool = False
    written: bool = False


class Settings(BaseModel):
    """A closed set of settings: an unknown key is an error, a value never changes once read."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True
    )

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong between this model's own fields; fields alone are checked by type."""
        yield from ()
