"""Modules of `types`, `replace` and `complete` have the form that the template engine is given."""

import ast
from pathlib import Path

import pytest

from localaws.installation import ROOT
from localaws.resource import Completion, ResourceType

# They import ministack, which the tests' environment lacks, so their source is read.
FORMS = {"types": ResourceType, "replace": ResourceType, "complete": Completion}
MODULES = sorted(
    path for folder in FORMS for path in (ROOT / "localaws" / folder).glob("[a-z]*.py")
)


def _signatures(body: list[ast.stmt]) -> dict[str, list[str]]:
    """Return the public functions of a module or class, with the names of their parameters."""
    functions = (node for node in body if isinstance(node, ast.FunctionDef))
    return {
        f.name: [argument.arg for argument in f.args.args]
        for f in functions
        if not f.name.startswith("_")
    }


def _form(name: str) -> dict[str, list[str]]:
    """Return the functions of a protocol."""
    tree = ast.parse((ROOT / "localaws" / "resource.py").read_text(encoding="utf-8"))
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef))
    return next(_signatures(node.body) for node in classes if node.name == name)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_module_has_the_functions_of_its_form(module: Path) -> None:
    """Name and parameters are those that will be called."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    form = FORMS[module.parent.name].__name__
    assert _form(form) == _signatures(tree.body)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_module_is_named_after_its_type(module: Path) -> None:
    """`AWS::EC2::NatGateway` is in `ec2_nat_gateway.py`."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    values = [
        node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and ast.unparse(node.targets[0]) == "TYPE"
        and isinstance(node.value, ast.Constant)
    ]
    names = [str(value).removeprefix("AWS::").replace("::", "").lower() for value in values]
    assert [module.stem.replace("_", "")] == names
