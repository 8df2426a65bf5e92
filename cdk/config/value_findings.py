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
from cdk.releases.catalog import Release
from cdk.releases.chart_schema import BrokenSchemaError, misfits, recorded_of
from cdk.releases.forbidden_text import forbidden
from cdk.releases.manifest_file import ManifestFile
from cdk.releases.values import Values, nulls
from cdk.releases.vocabulary import Vocabulary
from cdk.settings import Path

NOWHERE = Origin("", 0, 0)
RECORD = "`lab charts record --from FOLDER`"


def value_findings(
    release: EnabledRelease, loaded: Loaded, off: Collection[str] = ()
) -> Iterator[Finding]:
    """Yield what helm, the chart or Kubernetes would refuse, at the line where it was written.

    Args:
        release: one of the lab's.
        loaded: the lab.
        off: names of the releases that the platform knows and this lab does not have.
    """
    about = _Place(release, loaded)
    file = release.release.file
    for index, name in enumerate(file.after):
        if name in off:
            message = f"comes after {name}, which this lab has switched off"
            yield about.file(("after", index), message, "switch that on, or this one off")
    own = loaded.config.releases.get(release.name)
    refused = [*forbidden(own.values)] if own else []
    for each in refused:
        yield about.value(each.path, each.message, each.hint)
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
    doubtful = {*nulls(values), *(problem.path for problem in problems)}
    # What holds a secret would be told with it.
    doubtful |= {each.path[:end] for each in refused for end in range(1, len(each.path) + 1)}
    # With one hole left open none was filled, and nobody knows what kind of value belongs there.
    doubtful |= {path for path, _ in holes(values)} if problems else set()
    yield from _misfits(release.release, about, values, doubtful)


def _misfits(
    release: Release, about: "_Place", values: Values, doubtful: Collection[Path]
) -> Iterator[Finding]:
    if unfit := _unfit_record(release, about):
        yield unfit
        return
    for misfit in misfits(release.with_defaults(values), release.schema_file, release.chart):
        if misfit.path not in doubtful:
            yield about.value(misfit.path, misfit.message, misfit.hint, key=misfit.about_key)


def _unfit_record(release: Release, about: "_Place") -> Finding | None:
    """Return what keeps the recorded schema of the chart from being of use."""
    if not release.has_schema:
        message = f"the values of {release.chart} are not known, so no typo is found"
        return about.file((), message, f"record them with {RECORD}", warning=True)
    try:
        chart = release.chart if release.chart_folder else recorded_of(release.schema_file)
    except BrokenSchemaError as error:
        message = f"is not JSON ({error})"
        return Finding(str(release.schema_file), 0, 0, "", message, f"run {RECORD}")
    if chart == release.chart:
        return None
    message = f"was recorded of {chart or 'an unknown chart'}, and release.yaml has {release.chart}"
    return Finding(str(release.schema_file), 0, 0, "", message, f"run {RECORD}")


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
            place = manifests.place(problem.path, problem.hole)
            where = (place.file, place.line, place.column, "")
            yield Finding(*where, problem.message, _hint(problem))


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
