"""Kubernetes manifests beside a chart: a file of several documents, with holes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from cdk.config.origin import Layer, Origin
from cdk.errors import Finding, LabError
from cdk.releases.values_file import note_places
from cdk.settings import Path

Manifest = dict[str, Any]
"""One Kubernetes object."""


@dataclass(frozen=True)
class ManifestFile:
    """The objects of one file.

    Attributes:
        file: where they were written; empty when there are none.
        text: as it was written.
        objects: one for each document.
        places: where everything stands, by the object's index and the path in it.
    """

    file: str = ""
    text: str = ""
    objects: tuple[Manifest, ...] = ()
    places: Mapping[Path, Origin] = field(default_factory=dict)

    def place(self, path: Path, text: str = "") -> Origin:
        """Return where something was written.

        Args:
            path: the object's index, then the path in it.
            text: a part of it, which may stand lines below its beginning.
        """
        place = Layer({}, origins=self.places).nearest_value(path) or Origin(self.file, 0, 0)
        lines = self.text.splitlines()
        for number in range(place.line, len(lines) + 1):
            if text and text in lines[number - 1]:
                return Origin(self.file, number, lines[number - 1].index(text) + 1)
        return place


def read_manifests(path: FilePath) -> ManifestFile:
    """Read a file of manifests; one that does not exist has none.

    Raises:
        LabError: it is no YAML, or a document is no Kubernetes object.
    """
    if not path.exists():
        return ManifestFile()
    name, text = str(path), path.read_text(encoding="utf-8")
    yaml = YAML(typ="safe", pure=True)
    places: dict[Path, Origin] = {}
    objects: list[Manifest] = []
    try:
        for node in yaml.compose_all(text):
            document = yaml.constructor.construct_document(node)
            if not document:
                continue
            place = Origin(name, node.start_mark.line + 1, node.start_mark.column + 1)
            objects.append(_object(document, place))
            note_places(node, (len(objects) - 1,), name, {}, places)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        message = f"is not YAML: {error.problem}"
        raise LabError([Finding(name, line, column, "", message, "check this line")]) from None
    return ManifestFile(name, text, tuple(objects), places)


def _object(document: object, place: Origin) -> Manifest:
    if isinstance(document, dict) and {"apiVersion", "kind", "metadata"} <= {*document}:
        return document
    where = (place.file, place.line, place.column, "")
    hint = "each document has apiVersion, kind and metadata"
    raise LabError([Finding(*where, "is no Kubernetes object", hint)])
