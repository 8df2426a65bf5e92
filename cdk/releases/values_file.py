"""Read values of a chart as the platform writes them: with anchors, which a lab may not use."""

from pathlib import Path as FilePath

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from cdk.config.origin import Layer, Origin
from cdk.config.yaml_file import read
from cdk.errors import Finding, LabError
from cdk.settings import Path


def read_values(path: FilePath) -> Layer:
    """Return the values of a file with the place of each; what an alias repeats is its anchor's.

    Raises:
        LabError: the file is no YAML, or no mapping.
    """
    yaml = YAML(typ="safe", pure=True)
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"))
        values = yaml.constructor.construct_document(node) if node else {}
    except (MarkedYAMLError, OSError):
        # The reader of settings takes less, and explains better what it does not take.
        _, findings = read(path)
        raise LabError(findings) from None
    if not isinstance(values, dict):
        raise LabError([Finding(str(path), 1, 1, "", "holds no values", "write `key: value`")])
    keys: dict[Path, Origin] = {}
    origins: dict[Path, Origin] = {(): Origin(str(path), 1, 1)}
    if node:
        note_places(node, (), str(path), keys, origins)
    return Layer(values, keys, origins)


def note_places(
    node: Node, path: Path, file: str, keys: dict[Path, Origin], origins: dict[Path, Origin]
) -> None:
    """Note where a node and everything in it stands."""
    origins[path] = _origin(node, file)
    if isinstance(node, MappingNode):
        for key, value in node.value:
            below = (*path, str(key.value))
            keys[below] = _origin(key, file)
            note_places(value, below, file, keys, origins)
    elif isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            note_places(item, (*path, index), file, keys, origins)


def _origin(node: Node, file: str) -> Origin:
    return Origin(file, node.start_mark.line + 1, node.start_mark.column + 1)
