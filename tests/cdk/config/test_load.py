"""Tests of what an admin sees of good and of bad files."""

import contextlib
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from cdk.config.checked import load_checked
from cdk.config.load import environments, load, require_lab
from cdk.errors import LabError

HERE = Path(__file__).parent
LAB = HERE / "lab"
LABS = HERE.parents[2] / "labs"
CASES = sorted((HERE / "invalid").glob("*.yaml"))


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """Return a copy of the small lab that a test may spoil."""
    return Path(shutil.copytree(LAB, tmp_path / "lab"))


def findings(lab: Path, env: str = "dev") -> list[str]:
    """Load a lab that must not be valid and return what is said, with paths relative to it."""
    with pytest.raises(LabError) as caught:
        load_checked(lab, env)
    return [str(finding).replace(f"{lab}/", "") for finding in caught.value.findings]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_bad_files_get_exactly_the_messages_they_expect(case: Path, lab: Path) -> None:
    """Each file in invalid/ names the file it replaces and all it expects to be told."""
    first, *lines = case.read_text(encoding="utf-8").splitlines()
    replaced = first.removeprefix("# replaces: ")
    expected = [line.removeprefix("# expect: ") for line in lines if line.startswith("# expect: ")]
    shutil.copy(case, lab / replaced)
    assert expected == findings(lab)


def test_a_small_lab_is_valid() -> None:
    """The lab that the bad cases spoil is itself correct."""
    assert load(LAB, "dev").config.name == "small"


def test_demo_lab_is_valid_in_every_environment() -> None:
    """The README's lab loads without a warning."""
    demo = LABS / "demo"
    loaded = {env: load(demo, env).warnings for env in environments(demo)}
    assert loaded == {"dev": (), "prod": ()}


def test_missing_lab_names_the_nearest() -> None:
    """A typing error in the folder is answered with the folder that was meant."""
    with pytest.raises(LabError, match=r"did you mean .*labs/demo\?"):
        require_lab(LABS / "dmo")


def test_unknown_environment_names_the_nearest(lab: Path) -> None:
    """An environment is a file; the nearest is offered."""
    expected = "dve.yaml: does not exist, so there is no environment dve - did you mean dev?"
    assert findings(lab, "dve") == [expected]


def test_bytes_that_are_not_utf_8_are_located(lab: Path) -> None:
    """A Latin-1 umlaut is found by line and column."""
    (lab / "dev.yaml").write_bytes(b'account: "111122223333"\ncost_center: K\xf6ln\n')
    expected = (
        "dev.yaml:2:15: is not UTF-8 text (byte 0xf6) - save the file with the encoding UTF-8"
    )
    assert findings(lab) == [expected]


def test_byte_order_mark_is_accepted(lab: Path) -> None:
    """Windows editors write one; it changes nothing."""
    file = lab / "dev.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert load(lab, "dev").config.account == "111122223333"


def test_folder_instead_of_a_file_is_named(lab: Path) -> None:
    """What the operating system refuses is said as it says it."""
    (lab / "projects" / "gamma.yaml").mkdir()
    assert findings(lab) == [
        "projects/gamma.yaml: cannot be read (Is a directory) - check the path"
    ]


def test_file_that_nobody_would_read_is_refused(lab: Path) -> None:
    """A project in gamma.yml would silently not exist."""
    (lab / "projects" / "gamma.yml").write_text("{}\n")
    (said,) = findings(lab)
    assert said.startswith("projects/gamma.yml: is not read: ")
    assert said.endswith("rename it to gamma.yaml")


def test_file_beside_its_double_is_not_to_be_renamed(lab: Path) -> None:
    """Obeying would overwrite the real one."""
    (lab / "dev.yml").write_text("{}\n")
    (said,) = findings(lab)
    assert said.endswith("dev.yaml exists already: put the two together, and delete this one")


def test_hidden_files_are_not_settings(lab: Path) -> None:
    """Editors and file servers leave them behind."""
    (lab / "._dev.yaml").write_bytes(b"\x00")
    (lab / "projects" / ".#alpha.yaml").write_bytes(b"\x00")
    assert environments(lab) == ["dev"]
    assert list(load(lab, "dev").config.projects) == ["alpha", "beta"]


def test_unreadable_project_hides_no_findings_of_others(lab: Path) -> None:
    """The rest of the lab is checked without it."""
    (lab / "projects" / "alpha.yaml").write_text("owner: [\n")
    (lab / "dev.yaml").write_text('account: "111122223333"\nnetwork: {nat: on}\n')
    assert [line.split(":")[0] for line in findings(lab)] == ["dev.yaml", "projects/alpha.yaml"]


def test_errors_of_all_files_come_together(lab: Path) -> None:
    """One run shows what is wrong everywhere, and each error once."""
    (lab / "lab.yaml").write_text("name: small\nowner: CHANGEME\nregion: eu-central-1\n")
    (lab / "projects" / "alpha.yaml").write_text("ownr: a@example.org\n")
    (lab / "dev.yaml").write_text("acount: 1\n")
    assert [line.split(":")[0] for line in findings(lab)] == [
        "dev.yaml",  # account is missing
        "dev.yaml",  # acount is unknown
        "lab.yaml",
        "projects/alpha.yaml",  # owner
        "projects/alpha.yaml",  # ownr
        "projects/alpha.yaml",  # posix
    ]


def test_unreadable_files_hide_no_findings_of_others(lab: Path) -> None:
    """A syntax error in one file and a duplicate in another are both told."""
    (lab / "lab.yaml").write_text("name: [\n")
    (lab / "dev.yaml").write_text('account: "111122223333"\naccount: "111122223333"\n')
    assert [line.split(":")[0] for line in findings(lab)] == ["dev.yaml", "lab.yaml"]


def test_deep_nesting_is_an_error_and_no_crash(lab: Path) -> None:
    """A file that would exhaust the parser gets a message like any other."""
    (lab / "dev.yaml").write_text("account: " + "[" * 5000)
    assert findings(lab) == [
        "dev.yaml:1:1: is nested too deeply to be settings - settings nest 5 levels"
    ]


def test_environment_lies_over_lab_and_preset(lab: Path) -> None:
    """The three layers merge in their order: preset, lab.yaml, environment."""
    (lab / "lab.yaml").write_text(
        "name: small\nowner: a@example.org\nregion: eu-central-1\npreset: production\n"
        "storage: {buckets: {raw: {transitions: {standard_ia: 60}}}}\n"
    )
    (lab / "dev.yaml").write_text(
        'account: "111122223333"\nstorage: {buckets: {raw: {transitions: {glacier_ir: 200}}}}\n'
    )
    config = load(lab, "dev").config
    raw = config.storage.buckets.raw
    assert raw is not None
    assert raw.transitions.days() == {"standard_ia": 60, "glacier_ir": 200, "deep_archive": 365}
    assert config.network.nat == "per_az"


def test_project_is_left_out_by_null(lab: Path) -> None:
    """An environment switches a project off without touching its file."""
    (lab / "dev.yaml").write_text('account: "111122223333"\nprojects: {beta: null}\n')
    assert list(load(lab, "dev").config.enabled_projects()) == ["alpha"]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    content=st.binary(max_size=200)
    | st.text(alphabet='ab:-[]{}#"&*!|>\n \t1', max_size=80).map(str.encode)
)
def test_no_file_whatever_causes_another_exception(lab: Path, content: bytes) -> None:
    """Arbitrary bytes are either settings or findings."""
    (lab / "dev.yaml").write_bytes(content)
    with contextlib.suppress(LabError):
        load(lab, "dev")
