"""Folders of releases as a newcomer writes them, and labs that use them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdk.releases.catalog import Release, read_release

SCHEMA: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "additionalProperties": False,
    "properties": {
        "bucket": {"type": "string"},
        "list": {"type": "array"},
        "replicas": {"type": "integer"},
        "service": {
            "additionalProperties": False,
            "properties": {
                "port": {"type": "integer"},
                "type": {"enum": ["ClusterIP", "NodePort"]},
            },
        },
    },
}
"""What a small chart knows."""

RELEASE: dict[str, Any] = {
    "chart": "viewer",
    "repository": "https://charts.example.org",
    "version": "1.2.3",
    "namespace": "viewer",
}
"""The least that a `release.yaml` says."""

WriteRelease = Callable[..., Release]


@pytest.fixture
def write_release(tmp_path: Path) -> WriteRelease:
    """Return what writes a folder of `helm-values/` below the test's own and reads it."""

    def write(
        name: str = "viewer",
        *,
        base: str = "{}\n",
        files: dict[str, str] | None = None,
        schema: dict[str, Any] | None = SCHEMA,
        **release: Any,  # noqa: ANN401
    ) -> Release:
        folder = tmp_path / "helm-values" / name
        folder.mkdir(parents=True, exist_ok=True)
        lines = [f"{key}: {json.dumps(value)}\n" for key, value in {**RELEASE, **release}.items()]
        written = {"release.yaml": "".join(lines), "base.yaml": base, **(files or {})}
        if schema is not None:
            written["chart.json"] = json.dumps(schema)
        for file_name, text in written.items():
            (folder / file_name).write_text(text, encoding="utf-8")
        return read_release(folder)

    return write
