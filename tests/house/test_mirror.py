"""Every module has its tests at the same path below `tests/`."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("benchmarks", "cdk", "console", "docs", "localaws", "stacks", "virtuallab")
LIFE = "tests/console/test_deploy.py tells the life of one lab, in which this takes part"
EXCEPTIONS: dict[str, str] = {
    "console/bootstrap.py": LIFE,
    "console/destroy.py": LIFE,
    "console/diff.py": LIFE,
    "console/failed_creation.py": LIFE,
    "console/local.py": LIFE,
    "console/progress.py": LIFE,
    "console/status.py": LIFE,
    "console/fan_out_demo.py": "tests/console/test_demo.py reads what it prints",
    "console/errors.py": "an exception class without behaviour of its own",
    "console/scientist.py": "tests/deployment/test_projects.py works as this scientist",
    "console/options.py": "types of options, without behaviour of their own",
    "stacks/lab_kubernetes.py": "tests/stacks/test_lab.py looks at the whole map",
    "stacks/lab_slurm.py": "tests/stacks/test_lab.py looks at the whole map",
    "console/synth.py": "tests/console/test_main.py runs it as a command",
}
"""Modules without tests of their own, each with the reason."""

MODULES = sorted(
    path.relative_to(ROOT)
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if path.name != "__init__.py"
)


def _tests_of(module: Path) -> Path:
    return Path("tests", module).with_name(f"test_{module.stem.strip('_')}.py")


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_module_has_tests(module: Path) -> None:
    """The file with a module's tests is found without searching."""
    tests = _tests_of(module)
    assert (ROOT / tests).is_file() or str(module) in EXCEPTIONS, f"{tests} is missing"


def test_path_of_tests_mirrors_the_module() -> None:
    """The rule by which tests are found."""
    assert _tests_of(Path("cdk/storage/efs.py")) == Path("tests/cdk/storage/test_efs.py")
    assert _tests_of(Path("localaws/__main__.py")) == Path("tests/localaws/test_main.py")


def test_packages_hold_modules() -> None:
    """No package of the list has moved away unnoticed."""
    assert {module.parts[0] for module in MODULES} == set(PACKAGES)


def test_exceptions_are_needed_and_explained() -> None:
    """An exception whose module got tests, or is gone, goes too."""
    for name, reason in EXCEPTIONS.items():
        assert Path(name) in MODULES
        assert not (ROOT / _tests_of(Path(name))).exists()
        assert len(reason) > 20, f"{name}: why?"
