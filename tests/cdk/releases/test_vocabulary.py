"""What holes may name."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from cdk.facts import Facts
from cdk.releases.vocabulary import Vocabulary


class Hub(BaseModel):
    """A part of a lab."""

    idle_minutes: int = 60
    groups: tuple[str, ...] = ("a", "b")
    sizes: dict[str, int] = {"small-one": 1}

    @property
    def url(self) -> str:
        """Follow from other settings."""
        return "https://hub"

    def secret(self) -> str:
        """Stand for what is no setting."""
        raise AssertionError


class Lab(BaseModel):
    """A lab as far as holes know it."""

    name: str = "demo"
    hub: Hub | None = Hub()
    airflow: Hub | None = None


@pytest.fixture
def words(tmp_path: Path) -> Vocabulary:
    """Return the words of a release with one file, one secret and one host."""
    script = tmp_path / "hub.py"
    script.write_text("c = '${HOME}'\n", encoding="utf-8")
    return Vocabulary(
        release="app-atlas",
        lab=Lab(),
        facts=Facts(file_system_id="db.example.org"),
        files={"hub.py": script},
        secrets={"key": "arn:key"},
        hosts={"jupyterhub": "hub.example.org"},
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("release", "app-atlas"),
        ("file_system_id", "db.example.org"),
        ("lab.name", "demo"),
        ("lab.hub.idle_minutes", 60),
        ("lab.hub.groups", ["a", "b"]),
        ("lab.hub.sizes.small-one", 1),
        ("lab.hub.url", "https://hub"),
        ("file.hub.py", "c = '${HOME}'\n"),
        ("secret.key", "arn:key"),
        ("host.jupyterhub", "hub.example.org"),
    ],
)
def test_word_stands_for_something(words: Vocabulary, name: str, expected: object) -> None:
    """With the type that it has."""
    assert words(name) == expected


def test_group_of_settings_becomes_a_mapping(words: Vocabulary) -> None:
    """A chart takes plain values."""
    expected = {"idle_minutes": 60, "groups": ["a", "b"], "sizes": {"small-one": 1}}
    assert words("lab.hub") == expected


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("file_sistem_id", "did you mean file_system_id?; write `$${` for a literal `${`"),
        ("raw_bucket_name", "this lab has none: switch on what makes it, or leave the release out"),
        ("lab.nam", "did you mean lab.name?"),
        ("lab.hub.idle_minute", "did you mean lab.hub.idle_minutes?"),
        ("lab.hub.sizes.small", "did you mean lab.hub.sizes.small-one?"),
        (
            "lab.hub.secret",
            "allowed: lab.hub.groups, lab.hub.idle_minutes, lab.hub.sizes, lab.hub.url",
        ),
        ("lab.airflow.url", "lab.airflow.url is below something that this lab has switched off"),
        ("lab.airflow", "lab.airflow is not set in this lab"),
        ("file.hup.py", "did you mean file.hub.py?"),
        ("secret.kye", "did you mean secret.key?"),
        ("host.airflow", "allowed: host.jupyterhub"),
    ],
)
def test_unknown_word_is_refused_with_the_nearest(words: Vocabulary, name: str, hint: str) -> None:
    """Or with what is missing in this lab."""
    with pytest.raises(LookupError) as caught:
        words(name)
    assert caught.value.args == (hint,)


def test_unknown_kind_lists_the_kinds(words: Vocabulary) -> None:
    """Something with a dot is no fact."""
    with pytest.raises(LookupError, match=r"a fact, or lab\.<setting>, file\.<name>"):
        words("fact.file_system_id")


def test_release_without_files_says_so() -> None:
    """There is no nearest word among none."""
    words = Vocabulary(release="x", lab=Lab(), facts=Facts())
    with pytest.raises(LookupError, match="this release has no file"):
        words("file.x")


def test_lab_without_ingress_has_no_hosts() -> None:
    """The nearest host would be of no use."""
    words = Vocabulary(release="x", lab=Lab(), facts=Facts())
    with pytest.raises(LookupError, match="this lab has no `ingress`"):
        words("host.jupyterhub")
