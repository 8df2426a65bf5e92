"""All releases that the platform knows: one folder of `helm-values/` each, and no code."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path as FilePath

from pydantic import ValidationError

from cdk.config.compose import compose
from cdk.config.explain import dotted, explain
from cdk.config.origin import Layer
from cdk.config.yaml_file import read
from cdk.errors import Finding, LabError
from cdk.nearest import nearest
from cdk.releases.manifest_file import ManifestFile, read_manifests
from cdk.releases.release_file import ReleaseFile
from cdk.releases.values import Values
from cdk.releases.values_file import read_values
from cdk.settings import Problem

ROOT = FilePath(__file__).parents[2]
HELM_VALUES = ROOT / "helm-values"

RELEASE_FILE, BASE_FILE, SCHEMA_FILE = "release.yaml", "base.yaml", "chart.json"
BEFORE_FILE, AFTER_FILE = "before.yaml", "after.yaml"
_NO_HOLE = {RELEASE_FILE, BASE_FILE, SCHEMA_FILE, BEFORE_FILE, AFTER_FILE, "README.md"}


@dataclass(frozen=True)
class Release:
    """One folder of `helm-values/`, read.

    Attributes:
        name: of the folder.
        folder: where it is.
        file: what `release.yaml` says.
        written: the same with the place of each value.
        base: the platform's values with the place of each.
        before: manifests that are applied before the chart.
        after: manifests that are applied after it.
    """

    name: str
    folder: FilePath
    file: ReleaseFile
    written: Layer
    base: Layer
    before: ManifestFile
    after: ManifestFile

    @property
    def chart(self) -> str:
        """The chart in words, such as `jupyterhub 4.4.0`."""
        return f"{self.file.chart} {self.file.version}" if self.file.chart else self.file.path or ""

    @property
    def chart_folder(self) -> FilePath | None:
        """Where a chart of ours is; `None` for one from a repository."""
        return ROOT / self.file.path if self.file.path else None

    def with_defaults(self, values: Values) -> Values:
        """Lay values over the defaults of a chart of ours, whose schema asks for all of them."""
        if self.chart_folder is None:
            return values
        defaults = read_values(self.chart_folder / "values.yaml")
        return compose([defaults, Layer(values)]).values

    @property
    def schema_file(self) -> FilePath:
        """The JSON Schema of the chart's values: our own chart's, or what was recorded of it."""
        if self.chart_folder is not None:
            return self.chart_folder / "values.schema.json"
        return self.folder / SCHEMA_FILE

    @property
    def has_schema(self) -> bool:
        """Whether it is known which values the chart takes."""
        return self.schema_file.exists()

    @property
    def files(self) -> dict[str, FilePath]:
        """The files that holes may name, as `${file.<name>}`."""
        found = sorted(path for path in self.folder.iterdir() if path.is_file())
        return {path.name: path for path in found if path.name not in _NO_HOLE}


def read_catalog(root: FilePath = HELM_VALUES) -> tuple[dict[str, Release], list[Finding]]:
    """Read every release, those in error left out.

    Args:
        root: folder with one folder for each release.

    Returns:
        The releases by name, and what is wrong with the others.
    """
    releases: dict[str, Release] = {}
    findings: list[Finding] = []
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        try:
            stamps = [(file.name, file.stat().st_mtime_ns) for file in folder.iterdir()]
            releases[folder.name] = _read_once(folder, tuple(sorted(stamps)))
        except LabError as error:
            findings += error.findings
    return releases, findings


def known_releases() -> dict[str, Release]:
    """Return the releases of the platform.

    Raises:
        LabError: a file of theirs is wrong.
    """
    releases, findings = read_catalog()
    if findings:
        raise LabError(findings)
    return releases


@cache
def _read_once(folder: FilePath, _stamps: tuple[tuple[str, int], ...]) -> Release:
    # Each environment of a lab asks for the same files, which take as long as all its settings.
    return read_release(folder)


def read_release(folder: FilePath) -> Release:
    """Read one folder.

    Raises:
        LabError: with everything that is wrong in one of its files.
    """
    if absent := [*_absent(folder)]:
        raise LabError(absent)
    written, findings = read(folder / RELEASE_FILE)
    file, more = _validate(written)
    findings += more
    if file is None or findings:
        raise LabError(findings)
    return Release(
        name=folder.name,
        folder=folder,
        file=file,
        written=written,
        base=read_values(folder / BASE_FILE),
        before=read_manifests(folder / BEFORE_FILE),
        after=read_manifests(folder / AFTER_FILE),
    )


def _validate(layer: Layer) -> tuple[ReleaseFile | None, list[Finding]]:
    try:
        file = ReleaseFile.model_validate(layer.values)
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [explain(detail, ReleaseFile, layer) for detail in details]
    findings = []
    for problem in (*file.problems(), *_chart_folder_problems(file)):
        place = layer.nearest_value(problem.path)
        where = (place.file, place.line, place.column) if place else ("", 0, 0)
        findings.append(Finding(*where, dotted(problem.path), problem.message, problem.hint))
    return file, findings


def _absent(folder: FilePath) -> Iterator[Finding]:
    """Yield the files that every release has, and this one does not."""
    hints = {
        RELEASE_FILE: "write it: which chart, and where it goes",
        BASE_FILE: "write it, `{}` for the chart's own values",
    }
    for name, hint in hints.items():
        if not (folder / name).exists():
            other = (folder / name).with_suffix(".yml")
            way_out = f"rename {other.name} to {name}" if other.exists() else hint
            yield Finding(str(folder / name), 0, 0, "", "is missing", way_out)


def _chart_folder_problems(file: ReleaseFile) -> Iterator[Problem]:
    if file.path is None or (ROOT / file.path / "Chart.yaml").is_file():
        return
    charts = [str(each.parent.relative_to(ROOT)) for each in ROOT.glob("charts/*/Chart.yaml")]
    message = f"is no folder with a Chart.yaml (got {file.path})"
    yield Problem(("path",), message, nearest(file.path, charts))
