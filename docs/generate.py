"""Write the pages that are generated from the code: `python -m docs.generate [--check]`."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from cdk.errors import LabError
from console.errors import ConsoleError
from console.report import print_error, say
from docs.generators.architecture import architecture_svg
from docs.generators.json_schema import lab_schema_text, project_schema_text
from docs.generators.settings_page import settings_page

ROOT = Path(__file__).resolve().parent.parent

PAGES: Mapping[str, Callable[[], str]] = {
    "docs/reference/lab.schema.json": lab_schema_text,
    "docs/reference/project.schema.json": project_schema_text,
    "docs/reference/settings.md": settings_page,
    "docs/architecture.svg": architecture_svg,
}
"""Each generated file, relative to the repository, and what returns its text."""


def stale(root: Path, pages: Mapping[str, Callable[[], str]] = PAGES) -> Iterator[str]:
    """Yield the name of every page that is missing or differs from what the code says."""
    for name, text in pages.items():
        if _read(root / name) != text():
            yield name


def write(root: Path, pages: Mapping[str, Callable[[], str]] = PAGES) -> Iterator[str]:
    """Write every page that is not as it should be, and yield its name."""
    for name, generate in pages.items():
        path, text = root / name, generate()
        if _read(path) != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            yield name


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def main(arguments: list[str]) -> int:
    """Write what is stale, or with `--check` only name it; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m docs.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if stale")
    if not parser.parse_args(arguments).check:
        for name in write(ROOT):
            say(f"{name}: written")
        return 0
    found = list(stale(ROOT))
    for name in found:
        print_error(f"{name}: is not what the code says - run `make reference` and commit it")
    return 1 if found else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (ConsoleError, LabError) as error:
        print_error(str(error))
        sys.exit(2)
