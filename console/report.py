"""How the console speaks: results to standard output, everything else to standard error."""

import contextlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cdk.errors import Finding

# A pipe has no width: leave room for whole names, so that scripts and logs can be searched.
_WIDTH = None if sys.stdout.isatty() else 200
_out = Console(emoji=False, highlight=False, soft_wrap=True, width=_WIDTH)
_wide = Console(emoji=False, highlight=False, soft_wrap=True, width=1000, force_terminal=False)
_err = Console(emoji=False, highlight=False, soft_wrap=True, stderr=True)


def say(text: str) -> None:
    """Print a result, as it is: paths and names may hold brackets."""
    _out.print(text, markup=False)


def note(text: str) -> None:
    """Print what is going on, beside the results."""
    _err.print(text, markup=False, style="dim" if _err.is_terminal else None)


@contextlib.contextmanager
def working(text: str) -> Iterator[None]:
    """Show that a step is going on: a spinner for a person, one line for a log."""
    if not _err.is_terminal:
        note(text)
        yield
        return
    with _err.status(escape(text)):
        yield
    note(text)


def print_error(text: str) -> None:
    """Print why a command stops."""
    _err.print(text, markup=False, style="red" if _err.is_terminal else None)


def print_findings(findings: Iterable[Finding], *, as_json: bool = False) -> None:
    """Print findings one a line, first the errors, then the warnings, then how many."""
    ordered = sorted(findings, key=lambda finding: (finding.warning, finding))
    if as_json:
        say(json.dumps([asdict(finding) for finding in ordered], indent=1))
        return
    for finding in ordered:
        style = "yellow" if finding.warning else "red"
        text = f"{'warning: ' if finding.warning else ''}{finding}"
        _err.print(text, markup=False, style=style if _err.is_terminal else None)
    if errors := sum(not finding.warning for finding in ordered):
        print_error(f"{errors} error{'s' if errors > 1 else ''}: nothing was changed")


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, fold: bool = True
) -> None:
    """Print rows under column names, none of them ever cut.

    Args:
        title: a line above, or nothing.
        columns: their names.
        rows: as many values each.
        fold: break long values inside their column; without, they stay whole, to be copied.
    """
    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    console = _out if fold else _wide
    with console.capture() as printed:
        console.print(table, soft_wrap=False, crop=False)
    # The padding of the last column would wrap.
    say("\n".join(line.rstrip() for line in printed.get().splitlines()))
