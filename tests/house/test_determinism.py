"""The same lab gives the same bytes, whoever synthesises it and where."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def assemblies(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return two assemblies, made by two processes that order sets and dicts differently."""
    flags = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
    context = json.dumps({**flags, "lab": "labs/demo", "env": "prod"})
    outputs = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    processes = [
        subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=os.environ
            | {
                "CDK_CONTEXT_JSON": context,
                "CDK_OUTDIR": str(output),
                "CDK_VALIDATION": "false",
                "PYTHONHASHSEED": seed,
            },
            stderr=subprocess.PIPE,
            text=True,
        )
        for output, seed in zip(outputs, ("1", "2"), strict=True)
    ]
    errors = [process.communicate(timeout=120)[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], errors
    return outputs


def files(assembly: Path) -> dict[str, bytes]:
    """Return every file of an assembly, by its path inside it."""
    return {
        str(file.relative_to(assembly)): file.read_bytes()
        for file in sorted(assembly.rglob("*"))
        if file.is_file()
    }


def test_two_synths_give_equal_bytes(assemblies: tuple[Path, Path]) -> None:
    """Same files, same content."""
    first, second = map(files, assemblies)
    assert any(name.endswith(".template.json") for name in first)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_an_assembly_does_not_know_where_it_was_made(assemblies: tuple[Path, Path]) -> None:
    """No path of this machine stands in it."""
    here = [str(ROOT).encode(), str(assemblies[0]).encode(), str(Path.home()).encode() + b"/"]
    found = [
        name for name, content in files(assemblies[0]).items() if any(h in content for h in here)
    ]
    assert found == []
