"""The models of settings as a list of sections, in the order a reader needs them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import get_args, get_origin

from pydantic.fields import FieldInfo

from cdk.config.lab import LabConfig
from cdk.config.model_tree import inner_type
from cdk.settings import Settings

# The one setting that nobody writes: it is the name of a file.
UNWRITTEN = "env"


@dataclass(frozen=True)
class Section:
    """One model, at every place where it stands.

    Attributes:
        model: whose fields these are.
        places: dotted paths of the model; several for a model that is used several times.
    """

    model: type[Settings]
    places: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Return the path of the model, with `<class>` for names that take turns."""
        if len(self.places) == 1:
            return self.places[0]
        parts = zip(*(place.split(".") for place in self.places), strict=True)
        return ".".join(p[0] if len(set(p)) == 1 else "<class>" for p in parts)

    @property
    def variants(self) -> list[str]:
        """Return the words that `<class>` stands for in the title, in the order of the places."""
        if len(self.places) == 1:
            return []
        at = self.title.split(".").index("<class>")
        return [place.split(".")[at] for place in self.places]

    def path(self, name: str) -> str:
        """Return the path of a field of this section."""
        return f"{self.title}.{name}".lstrip(".")

    def settings(self) -> Iterator[tuple[str, FieldInfo]]:
        """Yield the fields that an admin can write."""
        for name, info in self.model.model_fields.items():
            if (self.model, name) != (LabConfig, UNWRITTEN):
                yield name, info


def sections() -> list[Section]:
    """Return one section per model, each after the section that refers to it."""
    found: dict[type[Settings], Section] = {}
    _collect(LabConfig, "", found)
    return list(found.values())


def _collect(model: type[Settings], place: str, found: dict[type[Settings], Section]) -> None:
    found.setdefault(model, Section(model)).places.append(place)
    for name, info in model.model_fields.items():
        inner, below = inner_type(info.annotation), f"{place}.{name}".lstrip(".")
        if get_origin(inner) is dict:
            inner, below = inner_type(get_args(inner)[1]), f"{below}.<name>"
        if isinstance(inner, type) and issubclass(inner, Settings):
            _collect(inner, below, found)
