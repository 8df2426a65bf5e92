"""Errors that reach the console are of the one kind that it prints without a stack trace."""

import ast

import pytest

from localaws.installation import ROOT

# What the console calls, directly or through LocalAws.
SEEN_BY_CALLERS = [
    "compatibility",
    "environment",
    "installation",
    "instance",
    "loopback",
    "process",
    "record",
    "session",
    "unread",
]


@pytest.mark.parametrize("module", SEEN_BY_CALLERS)
def test_only_errors_for_readers_are_raised(module: str) -> None:
    """Whatever goes wrong there is explained by a LocalAwsError."""
    tree = ast.parse((ROOT / "localaws" / f"{module}.py").read_text(encoding="utf-8"))
    raised = {
        ast.unparse(node.exc.func if isinstance(node.exc, ast.Call) else node.exc)
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and node.exc is not None
    }
    assert raised <= {"LocalAwsError"}
