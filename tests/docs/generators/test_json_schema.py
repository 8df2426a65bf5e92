"""The JSON Schemas: what an editor underlines in a lab's YAML files."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from cfnlint.jsonschema import StandardValidator
from hypothesis import given
from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML

from cdk.types import AccountId, ProjectName
from docs.generate import ROOT
from docs.generators.json_schema import lab_schema_text, project_schema_text

LAB, PROJECT = json.loads(lab_schema_text()), json.loads(project_schema_text())
LAB_FILES = sorted(ROOT.glob("labs/*/*.yaml"))
PROJECT_FILES = sorted(ROOT.glob("labs/*/projects/*.yaml"))


def _errors(schema: dict[str, Any], values: object) -> list[str]:
    return [error.message for error in StandardValidator(schema=schema).iter_errors(values)]


def _read(file: Path) -> object:
    values: object = YAML(typ="safe").load(file)
    return values


def _named(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", LAB_FILES, ids=_named)
def test_lab_files_have_nothing_underlined(file: Path) -> None:
    """Every lab's own files are valid."""
    assert _errors(LAB, _read(file)) == []


@pytest.mark.parametrize("file", PROJECT_FILES, ids=_named)
def test_project_files_have_nothing_underlined(file: Path) -> None:
    """Every project's file is valid."""
    assert _errors(PROJECT, _read(file)) == []


@pytest.mark.parametrize("file", [*LAB_FILES, *PROJECT_FILES], ids=_named)
def test_yaml_files_name_their_schema(file: Path) -> None:
    """The first line leads an editor to the schema's file."""
    first = file.read_text(encoding="utf-8").splitlines()[0]
    target = file.parent / first.removeprefix("# yaml-language-server: $schema=")
    schema = "project" if file in PROJECT_FILES else "lab"
    assert target.resolve() == ROOT / f"docs/reference/{schema}.schema.json"


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"nmae": "demo"}, id="unknown key"),
        pytest.param({"env": "dev"}, id="key that nobody writes"),
        pytest.param({"network": {"nats": "one"}}, id="unknown key further in"),
        pytest.param({"network": {"nat": "two"}}, id="wrong word"),
        pytest.param({"preset": "cheap"}, id="unknown preset"),
        pytest.param({"region": "eu-middle-1"}, id="unknown region"),
        pytest.param({"account": 111122223333}, id="account without quotes"),
        pytest.param({"account": "1234"}, id="account too short"),
        pytest.param({"termination_protection": "true"}, id="text for true"),
        pytest.param({"network": {"availability_zones": ["z", "a"]}}, id="no zone"),
        pytest.param({"network": {"interface_endpoints": "logs"}}, id="text for a list"),
        pytest.param({"storage": {"efs": {"transition_to_ia_days": 31}}}, id="no age of EFS"),
        pytest.param({"projects": {"PBMC Atlas": None}}, id="project's name"),
        pytest.param({"projects": {"pbmc": {"posix": {"uid": 1}}}}, id="number of the system"),
    ],
)
def test_mistake_in_a_lab_is_underlined(values: dict[str, Any]) -> None:
    """A mistake that can be seen without the other files is an error of the schema."""
    assert _errors(LAB, values) != []


def test_project_must_have_an_owner_and_numbers() -> None:
    """What a project's file cannot leave out is underlined when it is missing."""
    assert _errors(PROJECT, {"owner": "a@b.org", "posix": {"uid": 2000, "gid": 2000}}) == []
    assert len(_errors(PROJECT, {})) == 2


@pytest.mark.parametrize(
    "values", [{"storage": {"efs": None}}, {"projects": {"pbmc-atlas": None}}, {}]
)
def test_parts_can_be_switched_off_or_left_to_another_file(values: dict[str, Any]) -> None:
    """`null` switches off, and no file of a lab needs to say everything."""
    assert _errors(LAB, values) == []


def _fits(kind: Any, value: str) -> bool:  # noqa: ANN401 - an annotated type
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        return "is reserved" in str(error)
    return True


@given(st.text("ab9-A_.", max_size=34))
def test_project_names_are_underlined_as_they_are_refused(name: str) -> None:
    """Schema and model agree on the form of a name; reserved words are the model's alone."""
    assert _fits(ProjectName, name) == (_errors(LAB, {"projects": {name: None}}) == [])


@given(st.text("0123456789a-", max_size=13) | st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_account_ids_are_underlined_as_they_are_refused(account: str) -> None:
    """Schema and model agree on what an account's id looks like."""
    assert _fits(AccountId, account) == (_errors(LAB, {"account": account}) == [])


def _schemas(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from _schemas(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from _schemas(item)


@pytest.mark.parametrize("schema", [LAB, PROJECT], ids=["lab", "project"])
def test_tooltips_hold_whole_paragraphs(schema: dict[str, Any]) -> None:
    """A description has no line breaks of our source files, and no title stands above it."""
    described = [part for part in _schemas(schema) if isinstance(part.get("description"), str)]
    assert described
    assert [p for p in described if "\n" in p["description"].replace("\n\n", "")] == []
    assert [p for p in described if "title" in p] == []


def test_completion_offers_no_empty_groups() -> None:
    """A group that is off by itself has no default that an editor would write into the file."""
    assert [part for part in _schemas(LAB) if part.get("default", 1) in (None, {}, [])] == []
