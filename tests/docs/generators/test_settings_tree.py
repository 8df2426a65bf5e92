"""The models as sections of a page."""

from cdk.network.config import NetworkConfig
from cdk.storage.config import BucketConfig, TransitionsConfig
from docs.generators.settings_tree import Section, sections


def test_sections_follow_the_one_that_refers_to_them() -> None:
    """A reader meets a group before its parts, and the lab before its projects."""
    titles = [section.title for section in sections()]
    assert titles[0] == ""
    assert titles.index("network") < titles.index("network.flow_logs") < titles.index("storage")
    assert titles[-1].startswith("projects.<name>.")


def test_model_used_several_times_is_one_section() -> None:
    """The four data classes share one section."""
    (bucket,) = [section for section in sections() if section.model is BucketConfig]
    assert bucket.title == "storage.buckets.<class>"
    assert bucket.variants == ["raw", "scratch", "results", "archive"]


def test_parts_of_a_shared_section_are_shared_too() -> None:
    """What is inside a data class has the same `<class>` in its path."""
    (section,) = [section for section in sections() if section.model is TransitionsConfig]
    assert section.path("glacier") == "storage.buckets.<class>.transitions.glacier"


def test_section_used_once_has_no_variants() -> None:
    """A plain section's title is its path."""
    section = Section(NetworkConfig, ["network"])
    assert (
        section.title,
        section.variants,
        section.path("nat"),
    ) == ("network", [], "network.nat")
