"""`lab charts`, with a chart of our own as the official one: the real ones are not here."""

import shutil
from pathlib import Path

import pytest

from cdk.errors import LabError
from console.charts import check, record
from console.errors import ConsoleError
from tests.cdk.config.written_lab import written_lab

RELEASE = (
    "chart: viewer\nrepository: https://charts.example.org\nversion: 1.2.3\nnamespace: viewer\n"
)
SCHEMA = '{"properties": {"title": {"type": "string", "maxLength": 5}}}'
TEMPLATE = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }}}
data: {title: {{ .Values.title | quote }}}
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a release, its official chart and a lab that has it switched on."""
    monkeypatch.chdir(tmp_path)
    files = {
        "helm-values/viewer/release.yaml": f"{RELEASE}license: MIT\n",
        "helm-values/viewer/base.yaml": "title: atlas\n",
        "official/viewer/Chart.yaml": "apiVersion: v2\nname: viewer\nversion: 1.2.3\n",
        "official/viewer/values.yaml": "title: none\nreplicas: 1\n",
        "official/viewer/values.schema.json": SCHEMA,
        "official/viewer/templates/config.yaml": TEMPLATE,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    written_lab(tmp_path, "releases: {viewer: {}}\n")
    return tmp_path


def run(place: Path) -> None:
    """Check the lab against the official chart."""
    check(place / "lab", "dev", place / "official", place / "helm-values")


def test_recorded_chart_is_rendered(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With helm out of the layer; release, version and number of objects are printed."""
    record(place / "official", place / "helm-values")
    run(place)
    said = capsys.readouterr().out
    assert "helm v4.2.3" in said
    assert said.split("objects")[1].split() == ["viewer", "viewer", "1.2.3", "1"]


def test_record_names_chart_and_licence(place: Path) -> None:
    """Whoever finds the file knows what it was made of."""
    record(place / "official", place / "helm-values")
    text = (place / "helm-values" / "viewer" / "chart.json").read_text(encoding="utf-8")
    comment = "Values of viewer 1.2.3 (https://charts.example.org), licence: MIT"
    assert f'"$comment": "{comment}"' in text


def test_chart_that_was_never_recorded_is_named(place: Path) -> None:
    """It is rendered all the same."""
    with pytest.raises(ConsoleError, match=r"chart\.json is not of viewer 1\.2\.3"):
        run(place)


def test_what_the_chart_itself_refuses_is_an_error(place: Path) -> None:
    """Helm judges values by the chart's own schema, of which more is known there than here."""
    record(place / "official", place / "helm-values")
    chart = place / "official" / "viewer" / "values.schema.json"
    chart.write_text(SCHEMA.replace('"string"', '"integer"'), encoding="utf-8")
    with pytest.raises(ConsoleError) as caught:
        run(place)
    assert "viewer: helm template: " in str(caught.value)
    assert "chart.json is not of viewer 1.2.3: run `lab charts record --from" in str(caught.value)


def test_chart_that_is_missing_is_named(place: Path) -> None:
    """With the nearest that is there."""
    chart = place / "official" / "viewer" / "Chart.yaml"
    chart.write_text("apiVersion: v2\nname: viewer\nversion: 1.2.4\n", encoding="utf-8")
    with pytest.raises(ConsoleError, match=r"viewer 1\.2\.3: not in .*did you mean viewer 1\.2\.4"):
        record(place / "official", place / "helm-values")


def test_record_leaves_what_is_not_there(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody who upgrades one chart has only that one at hand."""
    shutil.copytree(place / "helm-values" / "viewer", place / "helm-values" / "other")
    other = place / "helm-values" / "other" / "release.yaml"
    other.write_text(RELEASE.replace("chart: viewer", "chart: other"), encoding="utf-8")
    record(place / "official", place / "helm-values")
    assert (place / "helm-values" / "viewer" / "chart.json").exists()
    assert not other.with_name("chart.json").exists()
    assert "left as it is: other 1.2.3: not in" in capsys.readouterr().err


def test_value_that_does_not_fit_the_record_stops_before_helm(place: Path) -> None:
    """As in `lab check`."""
    record(place / "official", place / "helm-values")
    written_lab(place, "releases: {viewer: {values: {titel: x}}}\n")
    with pytest.raises(LabError, match=r"did you mean title\?"):
        run(place)
