"""`lab render`."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from cdk.config.enabled_releases import enabled_releases
from cdk.config.lab_facts import example_facts
from cdk.errors import LabError
from cdk.releases.catalog import known_releases
from console.errors import ConsoleError
from console.render import as_yaml, render, render_all, rendered
from tests.cdk.config.written_lab import written_lab

TEXT = "jupyterhub: {}\nairflow: {}\napps: {atlas: {kind: shiny, groups: [lab-users]}}\n"


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """Return the folder of a lab with releases."""
    written_lab(tmp_path, TEXT)
    return tmp_path / "lab"


def documents(text: str) -> list[object]:
    """Read YAML."""
    return list(YAML(typ="safe", pure=True).load_all(text))


def test_values_are_those_that_helm_receives(
    lab: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Example facts in place of CloudFormation's references, and nothing else on the output."""
    render(lab, "dev", "airflow", manifests=False)
    config = written_lab(tmp_path, TEXT).config
    airflow = enabled_releases(config, known_releases())["airflow"]
    filled = airflow.filled(config, facts=example_facts(config), secrets=airflow.example_secrets())
    assert documents(capsys.readouterr().out) == [filled.values]


def test_manifests_follow_the_values(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each a document of its own."""
    render(lab, "dev", "external-secrets", manifests=True)
    _, *beside = documents(capsys.readouterr().out)
    assert [each["kind"] for each in beside if isinstance(each, dict)] == ["ClusterSecretStore"] * 2


def test_all_are_written_into_a_folder(lab: Path, tmp_path: Path) -> None:
    """A file for values and one for each kind of manifests."""
    render_all(lab, "dev", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "airflow.before.yaml",
        "airflow.values.yaml",
        "app-atlas.before.yaml",
        "app-atlas.values.yaml",
        "external-secrets.after.yaml",
        "external-secrets.values.yaml",
        "jupyterhub.before.yaml",
        "jupyterhub.values.yaml",
    ]


def test_unknown_release_is_refused_with_the_nearest(lab: Path) -> None:
    """Those that the lab has are known."""
    with pytest.raises(LabError, match=r"has no release airflw in dev - did you mean airflow\?"):
        render(lab, "dev", "airflw", manifests=False)


def test_the_cluster_is_among_what_may_have_been_meant() -> None:
    """Where the lab has one."""
    with pytest.raises(LabError, match=r"has no release slrum in dev - did you mean slurm\?"):
        render(Path("labs/demo"), "dev", "slrum", manifests=False)


def test_folder_of_web_apps_is_no_release(lab: Path) -> None:
    """There is one for each app."""
    with pytest.raises(LabError, match="write app-<name>, with the name that the app has"):
        render(lab, "dev", "webapp", manifests=False)


def test_files_of_another_environment_are_not_mixed_in(lab: Path, tmp_path: Path) -> None:
    """Nor taken away: they may be somebody's own."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "app-old.values.yaml").touch()
    with pytest.raises(ConsoleError, match=r"holds app-old\.values\.yaml, which dev does not have"):
        render_all(lab, "dev", tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_file_is_no_folder_to_write_to(lab: Path, tmp_path: Path) -> None:
    """The command line has named something else."""
    (tmp_path / "app.py").touch()
    with pytest.raises(ConsoleError, match=r"cannot write to .*app\.py: File exists"):
        render_all(lab, "dev", tmp_path / "app.py")


def test_lab_with_a_mistake_is_not_rendered(tmp_path: Path) -> None:
    """What helm would receive is not what was meant."""
    written_lab(tmp_path, "releases: {external-secrets: {values: {webhok: {}}}}\n")
    with pytest.raises(LabError, match=r"did you mean webhook\?"):
        rendered(tmp_path / "lab", "dev")


def test_script_is_written_line_by_line() -> None:
    """So that it can be read and compared; tabs stay, and what is given is not changed."""
    document = {"script": "one\n\ttwo\n", "long": "x " * 200}
    text = as_yaml([document])
    assert documents(text) == [document]
    assert "script: |\n  one\n  \ttwo\n" in text
    assert type(document["script"]) is str
