"""Where a value was written, kept beside the values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cdk.settings import Path


@dataclass(frozen=True)
class Origin:
    """A place in a file, lines and columns counted from 1; line 0 means a preset."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True)
class Layer:
    """A tree of values with the origin of each key and each value.

    Attributes:
        values: what the file holds, as plain Python.
        keys: path -> where the key stands; only for members of mappings.
        origins: path -> where the value stands; `()` is the top of the file.
        placeholders: paths whose value was left open: a CHANGEME, nothing, an alias.
    """

    values: dict[str, object]
    keys: Mapping[Path, Origin] = field(default_factory=dict)
    origins: Mapping[Path, Origin] = field(default_factory=dict)
    placeholders: frozenset[Path] = frozenset()

    def nearest_key(self, path: Path) -> Origin | None:
        """Return where the key of a path, or of its nearest written ancestor, stands."""
        for end in range(len(path), -1, -1):
            if found := self.keys.get(path[:end]) or self.origins.get(path[:end]):
                return found
        return None

    def nearest_value(self, path: Path) -> Origin | None:
        """Return where the value of a path stands, else the key of its nearest ancestor."""
        return self.origins.get(path) or self.nearest_key(path)

    def below(self, *prefix: str) -> "Layer":
        """Return this layer as the content of a key, such as `projects.<name>`."""
        values: dict[str, object] = self.values
        for key in reversed(prefix):
            values = {key: values}
        return Layer(
            values=values,
            keys={(*prefix, *path): origin for path, origin in self.keys.items()},
            origins={(*prefix, *path): origin for path, origin in self.origins.items()},
            placeholders=frozenset((*prefix, *path) for path in self.placeholders),
        )
