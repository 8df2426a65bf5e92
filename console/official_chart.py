"""Charts as their projects publish them: packages or folders that somebody has downloaded."""

import json
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from console.errors import ConsoleError

_SCHEMA, _VALUES, _CHART = "values.schema.json", "values.yaml", "Chart.yaml"


@dataclass(frozen=True)
class OfficialChart:
    """One chart on this machine.

    Attributes:
        name: as its `Chart.yaml` says.
        version: as well.
        path: package or folder, as helm takes it.
        values: its defaults.
        schema: its JSON Schema; `None` if it has none.
    """

    name: str
    version: str
    path: Path
    values: dict[str, Any]
    schema: dict[str, Any] | None


def official_charts(folder: Path) -> dict[tuple[str, str], OfficialChart]:
    """Find the charts in a folder, by name and version.

    Raises:
        ConsoleError: there is no chart, or something that is none.
    """
    charts = [_chart(path, files) for path, files in _found(folder)]
    if not charts:
        raise ConsoleError(f"{folder} holds no chart: put packages (.tgz) or chart folders there")
    return {(chart.name, chart.version): chart for chart in charts}


def _found(folder: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    for package in sorted(folder.glob("*.tgz")):
        try:
            yield package, dict(_unpacked(package))
        except (EOFError, OSError, UnicodeDecodeError, tarfile.TarError, zlib.error):
            message = f"{package}: is no chart package - fetch it again with `helm pull`"
            raise ConsoleError(message) from None
    # The folder may be the one that holds charts, or a chart itself.
    for chart in sorted([*folder.glob(_CHART), *folder.glob(f"*/{_CHART}")]):
        names = (_CHART, _VALUES, _SCHEMA)
        present = [chart.with_name(name) for name in names if chart.with_name(name).exists()]
        yield chart.parent, {file.name: file.read_text(encoding="utf-8") for file in present}


def _unpacked(package: Path) -> Iterator[tuple[str, str]]:
    with tarfile.open(package) as archive:
        for member in archive:
            # Deeper files belong to charts inside the chart.
            _, _, name = member.name.partition("/")
            if name in {_CHART, _VALUES, _SCHEMA} and (file := archive.extractfile(member)):
                yield name, file.read().decode("utf-8")


def _chart(path: Path, files: dict[str, str]) -> OfficialChart:
    try:
        about, values = (_yaml(files.get(name, "")) for name in (_CHART, _VALUES))
        schema = json.loads(files[_SCHEMA]) if _SCHEMA in files else None
        return OfficialChart(str(about["name"]), str(about["version"]), path, values, schema)
    except (KeyError, TypeError, ValueError, YAMLError) as error:
        message = f"{path}: is no chart ({type(error).__name__}) - fetch it again with `helm pull`"
        raise ConsoleError(message) from None


def _yaml(text: str) -> dict[str, Any]:
    return dict(YAML(typ="safe", pure=True).load(text) or {})
