"""`lab charts`: our values against the official charts, which somebody has downloaded."""

from pathlib import Path

from ruamel.yaml import YAML

from cdk.config.value_findings import RECORD
from cdk.errors import LabError
from cdk.nearest import nearest
from cdk.releases.catalog import HELM_VALUES, Release, read_catalog
from console.chart_record import recorded
from console.errors import ConsoleError
from console.helm import helm_program, run_helm
from console.official_chart import OfficialChart, official_charts
from console.render import as_yaml, rendered
from console.report import note, print_table
from console.target import STATE


def record(source: Path, root: Path = HELM_VALUES) -> None:
    """Write `chart.json` of every release whose official chart is there.

    Args:
        source: folder with the official charts, as packages or folders.
        root: folder with one folder for each release.

    Raises:
        ConsoleError: the chart of no release is there.
    """
    official, missing = _official(source, root)
    for release, chart in official.values():
        release.schema_file.write_text(_recorded(release, chart), encoding="utf-8")
        note(f"{release.schema_file}: {release.chart}")
    if not official:
        raise ConsoleError("\n".join(missing))
    for each in missing:
        note(f"left as it is: {each}")


def check(lab: Path, env: str, source: Path, root: Path = HELM_VALUES) -> None:
    """Render every release of a lab with its official chart, and print what was rendered.

    Helm refuses values that do not fit the chart's own schema.

    Args:
        lab: folder of the lab.
        env: its environment.
        source: folder with the official charts, as packages or folders.
        root: folder with one folder for each release.

    Raises:
        ConsoleError: with everything that helm refuses, and every record that is not of the chart.
        LabError: something in the lab is wrong.
    """
    official, missing = _official(source, root)
    if missing:
        raise ConsoleError("\n".join(missing))
    helm = helm_program(STATE / "helm")
    rows, refused = [], []
    for name, filled in rendered(lab, env, root).items():
        folder, file = filled.release.chart_folder, filled.release.file
        path = folder or official[filled.release.name][1].path
        command = ["template", name, str(path), "--namespace", file.namespace, "--values", "-"]
        try:
            text = run_helm(helm, command, values=as_yaml([filled.values]))
        except ConsoleError as error:
            refused.append(f"{name}: {error}")
            continue
        objects = [each for each in YAML(typ="safe", pure=True).load_all(text) if each]
        rows.append((name, filled.release.chart, str(len(objects))))
    for release, chart in official.values():
        kept = release.schema_file.read_text(encoding="utf-8") if release.has_schema else ""
        if kept != _recorded(release, chart):
            refused.append(f"{release.schema_file} is not of {release.chart}: run {RECORD}")
    version = run_helm(helm, ["version", "--short"]).strip()
    print_table(f"helm {version}", ("release", "chart", "objects"), rows)
    if refused:
        raise ConsoleError("\n".join(refused))


def _official(
    source: Path, root: Path
) -> tuple[dict[str, tuple[Release, OfficialChart]], list[str]]:
    """Return the official charts of releases, and which are not there."""
    catalog, findings = read_catalog(root)
    if findings:
        raise LabError(findings)
    charts = official_charts(source)
    found, missing = {}, []
    for name, release in catalog.items():
        wanted = (release.file.chart or "", release.file.version or "")
        if wanted in charts:
            found[name] = (release, charts[wanted])
        elif release.chart_folder is None:
            there = {" ".join(key) for key in charts}
            missing.append(f"{release.chart}: not in {source}; {nearest(release.chart, there)}")
    return found, missing


def _recorded(release: Release, chart: OfficialChart) -> str:
    file = release.file
    licence = file.license or "see the chart"
    comment = f"Values of {release.chart} ({file.repository}), licence: {licence}"
    return recorded(chart.schema, chart.values, comment=comment)
