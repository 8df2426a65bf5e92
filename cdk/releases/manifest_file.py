"""Kubernetes manifests beside a chart: a file of several documents, with holes."""

from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from cdk.errors import Finding, LabError

Manifest = dict[str, Any]
"""One Kubernetes object."""


@dataclass(frozen=True)
class ManifestFile:
    """The objects of one file.

    Attributes:
        file: where they were written; empty when there are none.
        text: as it was written.
        objects: one for each document.
    """

    file: str = ""
    text: str = ""
    objects: tuple[Manifest, ...] = ()

    def line_of(self, text: str) -> int:
        """Return the line, counted from 1, where a text first stands."""
        return self.text[: max(self.text.find(text), 0)].count("\n") + 1


def read_manifests(path: FilePath) -> ManifestFile:
    """Read a file of manifests; one that does not exist has none.

    Raises:
        LabError: it is no YAML, or a document is no Kubernetes object.
    """
    if not path.exists():
        return ManifestFile()
    name, text = str(path), path.read_text(encoding="utf-8")
    try:
        documents = [each for each in YAML(typ="safe", pure=True).load_all(text) if each]
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        message = f"is not YAML: {error.problem}"
        raise LabError([Finding(name, line, column, "", message, "check this line")]) from None
    for number, document in enumerate(documents, start=1):
        if not isinstance(document, dict) or not {"apiVersion", "kind", "metadata"} <= {*document}:
            message = f"is no Kubernetes object in document {number}"
            hint = "each document has apiVersion, kind and metadata"
            raise LabError([Finding(name, 0, 0, "", message, hint)])
    return ManifestFile(name, text, tuple(documents))
