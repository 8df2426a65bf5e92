"""What is installed is what was reviewed: every pin is exact, hashed, and from no fixed place."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ON_NODES = ROOT / "bootstrap/nodes/jupyter"
COMPILED = sorted([*ROOT.glob("requirements/*.txt"), ON_NODES / "requirements.txt"])
WRITTEN = sorted([*ROOT.glob("requirements/*.in"), ON_NODES / "requirements.in"])
NODE_LOCKS = [ROOT / "package-lock.json", ON_NODES / "package-lock.json"]
NODE = [*NODE_LOCKS, ROOT / ".npmrc"]
CONDA = sorted([*ROOT.glob("labs/**/*.lock"), *ROOT.glob("tests/cdk/**/*.lock")])
# An address in a lock file is one machine's mirror, and fails on all others.
ADDRESS = re.compile(r"\w+://|--(index-url|extra-index-url|find-links)\b|\bregistry\s*=")


def _requirements(text: str) -> list[str]:
    """Return the logical lines of a requirements file, without comments."""
    joined = re.sub(r"\\\n", " ", text)
    return [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]


def _unhashed(text: str) -> list[str]:
    form = re.compile(r"[\w.-]+(\[[\w,-]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}")
    return [line for line in _requirements(text) if not form.match(line)]


@pytest.mark.parametrize("file", [*COMPILED, *WRITTEN, *NODE, *CONDA], ids=lambda file: file.name)
def test_no_address_in_a_lock(file: Path) -> None:
    """Whoever installs decides where from."""
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if ADDRESS.search(line)] == []


@pytest.mark.parametrize("file", COMPILED, ids=lambda file: file.name)
def test_every_requirement_is_hashed(file: Path) -> None:
    """What a mirror delivers is compared with what was compiled."""
    assert _unhashed(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: file.name)
def test_every_written_requirement_is_exact_and_compiled(file: Path) -> None:
    """Each line of an `.in` file is one version, and stands in the compiled file as it is."""
    compiled = file.with_suffix(".txt").read_text(encoding="utf-8")
    for line in _requirements(file.read_text(encoding="utf-8")):
        # An extra, as in `name[extra]`, is resolved into further lines of the compiled file.
        exact = re.fullmatch(r"([\w.-]+)(?:\[[\w,-]+\])?==([\w.]+)", line)
        assert exact
        name, version = exact.groups()
        # The compiled file has names in their normal form: packaging.python.org, PEP 503.
        pin = f"{re.sub(r'[-_.]+', '-', name).lower()}=={version} "
        assert f"\n{pin}" in f"\n{compiled}", f"{line}: run `make lock`"


def test_every_environment_has_a_lock() -> None:
    """There is a compiled file for each written one."""
    assert {file.stem for file in COMPILED} == {file.stem for file in WRITTEN} != set()


@pytest.mark.parametrize("lock", NODE_LOCKS, ids=lambda lock: lock.parent.name)
def test_every_node_package_has_an_integrity(lock: Path) -> None:
    """Npm compares what it downloads with the lock file."""
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    without = [name for name, package in packages.items() if name and not package.get("integrity")]
    assert len(packages) > 1
    assert without == []


@pytest.mark.parametrize("lock", NODE_LOCKS, ids=lambda lock: lock.parent.name)
def test_written_node_packages_are_exact(lock: Path) -> None:
    """`package.json` names one version of each package, the one in the lock file."""
    written = json.loads(lock.with_name("package.json").read_text(encoding="utf-8"))
    wanted = written.get("devDependencies", {}) | written.get("dependencies", {})
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    assert wanted
    assert wanted == {name: packages[f"node_modules/{name}"]["version"] for name in wanted}


@pytest.mark.parametrize(
    "text",
    [
        "ruff==0.1\n",
        "ruff>=0.1 --hash=sha256:" + "a" * 64,
        "ruff @ file.whl --hash=sha256:" + "a" * 64,
    ],
)
def test_missing_hash_is_noticed(text: str) -> None:
    """The rule above refuses a pin that is open or has no hash."""
    assert _unhashed(text) != []


@pytest.mark.parametrize("text", ["--find-links wheels", "a @ https://x.org/a.whl", "registry=x"])
def test_address_is_noticed(text: str) -> None:
    """The rule above refuses every way of naming a place."""
    assert ADDRESS.search(text)
