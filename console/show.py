"""`lab show`: every setting in force, and where it comes from."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cdk.config.explain import dotted, shown
from cdk.config.load import load
from cdk.settings import Path as SettingPath
from console.report import print_table, say


def show(lab: Path, env: str, *, as_json: bool) -> None:
    """Print the composed settings of an environment with the origin of each.

    Raises:
        LabError: the settings are not valid.
    """
    loaded = load(lab, env)
    rows = [
        (dotted(path), value, str(loaded.layer.origins.get(path) or "default"))
        for path, value in _leaves(loaded.config.model_dump(mode="json"), ())
    ]
    if as_json:
        document = [{"path": p, "value": value, "origin": origin} for p, value, origin in rows]
        say(json.dumps(document, indent=1))
    else:
        table = [(path, shown(value), origin) for path, value, origin in rows]
        print_table(f"{lab} {env}", ("setting", "value", "from"), table)


def _leaves(value: Any, path: SettingPath) -> Iterator[tuple[SettingPath, Any]]:  # noqa: ANN401
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    else:
        yield path, value
