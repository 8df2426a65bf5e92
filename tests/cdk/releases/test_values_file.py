"""Values with anchors and places."""

from pathlib import Path

import pytest

from cdk.config.origin import Origin
from cdk.errors import LabError
from cdk.releases.values_file import read_values

TEXT = "hub: &core\n  nodeSelector: {lab-pool: system}\nproxy: *core\nlist: [1, {a: b}]\n"


def written(tmp_path: Path, text: str) -> Path:
    """Write a file of values."""
    path = tmp_path / "base.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_alias_repeats_its_anchor(tmp_path: Path) -> None:
    """The same tolerations are written once."""
    core = {"nodeSelector": {"lab-pool": "system"}}
    values = read_values(written(tmp_path, TEXT)).values
    assert values == {"hub": core, "proxy": core, "list": [1, {"a": "b"}]}


def test_every_value_has_its_place(tmp_path: Path) -> None:
    """Keys and values, counted from 1; what an alias repeats stands at its anchor."""
    path = written(tmp_path, TEXT)
    layer = read_values(path)
    assert layer.keys[("proxy",)] == Origin(str(path), 3, 1)
    assert layer.origins[("list", 1, "a")] == Origin(str(path), 4, 15)
    assert layer.origins[("proxy", "nodeSelector")] == Origin(str(path), 2, 17)


def test_empty_file_has_no_values(tmp_path: Path) -> None:
    """A chart may be right as it is."""
    assert read_values(written(tmp_path, "# nothing\n")).values == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1\nb: 2\n", "base.yaml:1:4: is not YAML"),
        ("a: 1\na: 2\n", "base.yaml:2:1: a: is written twice"),
        ("- a\n", "base.yaml:1:1: holds no values"),
    ],
)
def test_what_holds_no_values_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """With file and line, as in a lab's own files."""
    with pytest.raises(LabError) as caught:
        read_values(written(tmp_path, text))
    assert message in str(caught.value)
