"""The reference page of settings: complete, linked, and true about defaults."""

import re

import pytest

from cdk.config.lab import LabConfig
from cdk.config.model_tree import setting_paths
from docs.generators.settings_page import anchor, settings_page

PAGE = settings_page()
HEADINGS = re.findall(r"^#+ (.*)$", PAGE, re.MULTILINE)


def _entry(path: str) -> str:
    """Return what stands under the heading of a setting."""
    found = re.search(rf"^### `{re.escape(path)}`\n(.*?)(?=^##)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"{path} is not on the page"
    return found[1]


def test_every_setting_has_an_entry() -> None:
    """Each path of the models is a heading; the data classes share theirs."""
    paths = {".".join(map(str, path)) for path in setting_paths(LabConfig)} - {"env"}
    classes = re.compile(r"(?<=^storage\.buckets\.)(raw|scratch|results|archive)(?=\.)")
    assert {f"`{classes.sub('<class>', path)}`" for path in paths} - set(HEADINGS) == set()


def test_settings_of_projects_have_entries() -> None:
    """A project's settings stand below `projects.<name>`."""
    assert "`projects.<name>.posix.uid`" in HEADINGS


def test_environment_is_no_setting() -> None:
    """Nobody writes `env`, so nobody reads about it."""
    assert "`env`" not in HEADINGS


def test_contents_lead_to_headings() -> None:
    """Every link within the page has a heading as its target."""
    targets = re.findall(r"\(#([^)]*)\)", PAGE)
    assert targets
    assert set() == set(targets) - {anchor(heading) for heading in HEADINGS}


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("name", "- Default: none: you must write it"),
        ("cost_center", "- Default: `null`"),
        ("network", "- Default: as described below"),
        (
            "network.nat",
            "- Default: `one`; `none` in preset `sandbox`; `per_az` in preset `production`",
        ),
        ("network.flow_logs", "- Default: on; `null` in preset `sandbox`"),
        ("storage.removal_policy", "- Default: `retain`; `destroy` in preset `sandbox`"),
        (
            "storage.buckets.<class>.versioned",
            "- Default: `true`; `false` for scratch in every preset",
        ),
        ("storage.efs.transition_to_ia_days", "- Default: `30`"),
        ("projects.<name>.efs.permissions", '- Default: `"2770"`'),
        ("network.connected_cidrs", "- Default: empty"),
    ],
)
def test_default_says_what_presets_do(path: str, line: str) -> None:
    """The default is what holds when nobody writes the setting, in whichever preset."""
    assert line in _entry(path).splitlines()


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("network.nat", "- Takes: `none`, `one`, `per_az`"),
        ("storage.backup.daily_retention_days", "- Takes: a whole number, 1 to 36500"),
        ("termination_protection", "- Takes: `true` or `false`"),
        ("cost_center", "- Takes: text, or `null`"),
        ("projects.<name>.data.raw", "- Takes: `read`, `write`, or `null`"),
        ("projects.<name>.members", "- Takes: a list of text"),
    ],
)
def test_allowed_values_are_those_of_the_model(path: str, line: str) -> None:
    """What a setting takes is said in words, with every allowed value."""
    assert line in _entry(path).splitlines()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("preset", "at any time; nothing is interrupted"),
        ("network.cidr", "only before the first deployment"),
        ("network.flow_logs.traffic", "AWS makes a new resource"),
    ],
)
def test_lifecycle_mark_is_said_in_words(path: str, words: str) -> None:
    """A reader learns what a change costs before making it."""
    assert f"- Can change: {words}" in _entry(path) or words in _entry(path)


def test_example_of_digits_is_quoted() -> None:
    """An example can be pasted into a file and keeps its meaning."""
    assert '- Example: `account: "111122223333"`' in _entry("account").splitlines()


def test_presets_are_compared() -> None:
    """The last table shows what each preset makes of a setting, parts that are off included."""
    rows = PAGE[PAGE.index("## Presets") :].splitlines()
    assert "| `network.nat` | `none` | `one` | `per_az` |" in rows
    assert "| `network.availability_zones` | `[a, b]` | `[a, b]` | `[a, b, c]` |" in rows
    assert "| `storage.backup.daily_retention_days` | off | `35` | `35` |" in rows
