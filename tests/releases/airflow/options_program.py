"""Ask Airflow, in its environment, which options it does not know or cannot read.

Reads `{name: airflow.cfg}` as JSON from standard input, writes `{name: [problem, …]}`.
"""

import configparser
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from airflow._shared.module_loading import import_string
from airflow.configuration import conf
from airflow.executors import executor_constants
from airflow.providers_manager import ProvidersManager

READERS: dict[str, Callable[..., Any]] = {
    "boolean": conf.getboolean,
    "float": conf.getfloat,
    "integer": conf.getint,
}
CLASSES = (("core", "auth_manager"), ("secrets", "backend"))


def problems(text: str) -> Iterator[str]:
    """Yield what Airflow and its providers do not know, or refuse to read."""
    given = configparser.ConfigParser(interpolation=None)
    given.read_string(text)
    for section in given.sections():
        known = conf.configuration_description.get(section)
        for option, value in given[section].items():
            if known is None or option not in known["options"]:
                yield f"{section}.{option} is unknown"
                continue
            conf.set(section, option, value)
            read = READERS.get(known["options"][option].get("type"), conf.get)
            try:
                read(section, option)
            except Exception as error:  # noqa: BLE001 - whatever Airflow raises is the finding
                yield f"{section}.{option}: {type(error).__name__}"
    yield from _programs(given)


def _programs(given: configparser.ConfigParser) -> Iterator[str]:
    executor = given.get("core", "executor", fallback="")
    if executor not in executor_constants.CORE_EXECUTOR_NAMES:
        yield f"core.executor is no executor of Airflow: {executor}"
    for section, option in CLASSES:
        if path := given.get(section, option, fallback=""):
            try:
                import_string(path)
            except ImportError:
                yield f"{section}.{option} cannot be imported"


def main() -> None:
    """Answer one request."""
    ProvidersManager().initialize_providers_configuration()
    request = json.load(sys.stdin)
    sys.stdout.write(json.dumps({name: sorted(problems(text)) for name, text in request.items()}))


if __name__ == "__main__":
    main()
