"""The package that Lambda runs."""

import re
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path

import boto3
import pytest

from cdk.database.function_code import DISTRIBUTIONS, HANDLER, InstalledFiles


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the package, unpacked as Lambda does it."""
    folder = tmp_path_factory.mktemp("package")
    assert InstalledFiles().try_bundle(str(folder)) is True
    return folder


def test_handler_is_found_in_the_package_alone(package: Path, tmp_path: Path) -> None:
    """With nothing but the package and boto3, which Lambda has, the handler is imported."""
    module, name = HANDLER.rsplit(".", 1)
    lambdas_own = tmp_path / "botocore"
    lambdas_own.mkdir()
    (tmp_path / "boto3.py").touch()
    (lambdas_own / "__init__.py").touch()
    (lambdas_own / "config.py").write_text("Config = dict", encoding="utf-8")
    program = (
        f"import sys; sys.path[:0] = [{str(package)!r}, {str(tmp_path)!r}];"
        f"import {module} as module, pg8000; print(module.{name}.__name__, pg8000.__file__)"
    )
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-I", "-S", "-B", "-c", program],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == ["handle", f"{package}/pg8000/__init__.py"]


def test_package_has_all_that_its_distributions_need() -> None:
    """Whatever a new version of the driver asks for is asked for here too."""
    needed = {
        re.match(r"[\w-]+", each)[0].lower()  # type: ignore[index]
        for name in DISTRIBUTIONS
        for each in requires(name) or ()
        if "extra ==" not in each
    }
    assert needed | {"pg8000"} == set(DISTRIBUTIONS)


def test_package_holds_python_only(package: Path) -> None:
    """Nothing is compiled, so it runs on Graviton as well as here."""
    suffixes = {path.suffix for path in package.rglob("*") if path.is_file()}
    assert suffixes.isdisjoint({".so", ".pyd", ".pyc"})
    assert Path(boto3.__file__).parent.name not in {path.name for path in package.iterdir()}


def test_package_says_nothing_of_this_machine(package: Path) -> None:
    """Two machines make the same bytes: records of the installation stay behind."""
    names = {path.name for path in package.rglob("*")}
    assert names.isdisjoint({"RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "__pycache__"})
    root = str(Path(__file__).parents[3])
    assert [path for path in package.rglob("*.py") if root in path.read_text("utf-8")] == []
