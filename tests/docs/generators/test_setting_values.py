"""Values as a reader sees them."""

import pytest

from cdk.network.config import NetworkConfig
from docs.generators.setting_values import allowed, code, default, line, preset_rows
from docs.generators.settings_tree import Section

NETWORK = Section(NetworkConfig, ["network"])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "`true`"),
        (None, "`null`"),
        (30, "`30`"),
        ("one", "`one`"),
        ("0750", '`"0750"`'),
        (("logs", "sts"), "`[logs, sts]`"),
        ({"uid": 20001, "roles": ["a"]}, "`{uid: 20001, roles: [a]}`"),
    ],
)
def test_values_are_written_as_in_yaml(value: object, text: str) -> None:
    """What a reader copies from the page means the same in a file."""
    assert text == code(value)


def test_line_is_a_setting_with_its_value() -> None:
    """An example is one line of YAML."""
    assert line("nat", "one") == "`nat: one`"


def test_allowed_lists_every_word() -> None:
    """Words come in the order of the model."""
    assert allowed(NETWORK, "nat") == "`none`, `one`, `per_az`"


def test_default_of_standard_comes_first() -> None:
    """Presets are named only where they differ from `standard`, which holds by default."""
    said = default(NETWORK, "availability_zones", NetworkConfig.model_fields["availability_zones"])
    assert said == "`[a, b]`; `[a, b, c]` in preset `production`"


def test_preset_rows_hold_a_value_for_each_preset() -> None:
    """No cell of the table is empty."""
    rows = list(preset_rows())
    assert {4} == {len(row) for row in rows}
    assert [row for row in rows if not all(row)] == []
