"""What is wrong with the values and manifests of one release of a lab."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import cast

from cdk.config.enabled_releases import EnabledRelease
from cdk.config.explain import dotted
from cdk.config.lab_facts import example_facts, switch
from cdk.config.load import Loaded
from cdk.config.origin import Origin
from cdk.errors import Finding
from cdk.holes import HoleProblem, HolesError, fill, holes
from cdk.releases.chart_schema import misfits
from cdk.releases.manifest_file import ManifestFile
from cdk.releases.values import Values, nulls
from cdk.releases.vocabulary import Vocabulary
from cdk.settings import Path

NOWHERE = Origin("", 0, 0)


def value_findings(
    release: EnabledRelease, loaded: Loaded, enabled: Collection[str]
) -> Iterator[Finding]:
    """Yield what helm, the chart or Kubernetes would refuse, at the line where it was written.

    Args:
        release: one of the lab's.
        loaded: the lab.
        enabled: names of all releases that it has.
    """
    about = _Place(release, loaded)
    file = release.release.file
    for index, name in enumerate(file.after):
        if name not in enabled:
            message = f"comes after {name}, which this lab has switched off"
            yield about.file(("after", index), message, "switch that on, or this one off")
    for path in nulls(release.values.values):
        hint = "write an empty value of its kind, such as '' or {}: null gets lost on the way"
        yield about.value(path, "is null", hint)
    words = release.vocabulary(
        loaded.config, facts=example_facts(loaded.config), secrets=release.example_secrets()
    )
    values, problems = _fill(release.values.values, words)
    for problem in problems:
        yield about.value(problem.path, problem.message, _hint(problem))
    for manifests in (release.release.before, release.release.after):
        yield from _manifests(manifests, words)
    _, problems_of_settings = _fill({"before": [*release.settings.before]}, words)
    for problem in problems_of_settings:
        yield about.value(problem.path, problem.message, _hint(problem))
    if not release.release.has_schema:
        message = f"the values of {release.release.chart} are not known, so no typo is found"
        hint = "record them with `lab charts record`"
        yield about.file((), message, hint, warning=True)
        return
    doubtful = {*nulls(values), *(problem.path for problem in problems)}
    # With one hole left open none was filled, and nobody knows what kind of value belongs there.
    doubtful |= {path for path, _ in holes(values)} if problems else set()
    judged = release.release.with_defaults(values)
    for misfit in misfits(judged, release.release.schema_file, release.release.chart):
        if misfit.path not in doubtful:
            yield about.value(misfit.path, misfit.message, misfit.hint, key=misfit.about_key)


def _fill(values: Values, words: Vocabulary) -> tuple[Values, tuple[HoleProblem, ...]]:
    """Return values with their holes filled; where one cannot be, they stay as they are."""
    try:
        return cast("Values", fill(values, words)), ()
    except HolesError as error:
        return values, error.problems


def _manifests(manifests: ManifestFile, words: Vocabulary) -> Iterator[Finding]:
    try:
        fill(list(manifests.objects), words)
    except HolesError as error:
        for problem in error.problems:
            line = manifests.line_of(problem.hole)
            yield Finding(manifests.file, line, 1, "", problem.message, _hint(problem))


def _hint(problem: HoleProblem) -> str:
    setting = switch(problem.hole.strip("${}"))
    return f"needs `{setting}`, which this lab has switched off" if setting else problem.hint


@dataclass(frozen=True)
class _Place:
    """Says where something was written, by whom, and under which name."""

    release: EnabledRelease
    loaded: Loaded

    def file(self, path: Path, message: str, hint: str, *, warning: bool = False) -> Finding:
        """Return a finding in `release.yaml`."""
        place = self.release.release.written.nearest_value(path) or NOWHERE
        where = (place.file, place.line, place.column, dotted(path[:1]))
        return Finding(*where, message, hint, warning)

    def value(self, path: Path, message: str, hint: str, *, key: bool = False) -> Finding:
        """Return a finding about a value: in `base.yaml`, or in the lab's own files."""
        layer, own = self.release.values, ("releases", self.release.name, "values")
        place = (layer.nearest_key(path) if key else layer.nearest_value(path)) or NOWHERE
        setting, name = self.release.setting, dotted(path)
        if place == self.loaded.layer.nearest_key(setting):
            message, name = f"makes the value {name}, which {message}", dotted(setting)
        elif place.file != self.release.release.base.origins[()].file:
            name = f"{dotted(own)}.{name}"
        return Finding(place.file, place.line, place.column, name, message, hint)
