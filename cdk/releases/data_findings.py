"""What the files of one release say about each other."""

from collections.abc import Collection, Iterator, Mapping

from cdk.config.explain import dotted
from cdk.config.origin import Origin
from cdk.errors import Finding
from cdk.facts import Facts
from cdk.holes import holes
from cdk.nearest import nearest
from cdk.releases.catalog import AFTER_FILE, BEFORE_FILE, Release
from cdk.releases.forbidden_text import forbidden
from cdk.releases.manifest_findings import manifest_findings
from cdk.settings import Path


def data_findings(release: Release, known: Collection[str]) -> Iterator[Finding]:
    """Yield what is named and not used, used and not named, unknown, or must not be written.

    Args:
        release: one folder of `helm-values/`.
        known: names of all of them.
    """
    used = _used(release)
    yield from _facts(release, used)
    yield from _files(release, used)
    yield from manifest_findings(release)
    for each in forbidden(release.base.values):
        place = release.base.nearest_value(each.path) or Origin("", 0, 0)
        where = (place.file, place.line, place.column, dotted(each.path))
        yield Finding(*where, each.message, each.hint)
    for name in release.file.secrets:
        if f"secret.{name}" not in used:
            hint = "remove it: each costs 0.40 USD a month (us-east-1, 2024-07)"
            yield _finding(release, ("secrets", name), f"is used nowhere (got {name})", hint)
    for index, name in enumerate(release.file.after):
        if name not in known:
            message = f"is no release (got {name})"
            yield _finding(release, ("after", index), message, nearest(name, known))


def _used(release: Release) -> dict[str, Origin]:
    """Return every hole of values and manifests with the place of the first."""
    used: dict[str, Origin] = {}
    for path, name in holes(release.base.values):
        used.setdefault(name, release.base.nearest_value(path) or Origin("", 0, 0))
    for manifests in (release.before, release.after):
        for path, name in holes(list(manifests.objects)):
            used.setdefault(name, manifests.place(path, f"${{{name}}}"))
    return used


def _facts(release: Release, used: Mapping[str, Origin]) -> Iterator[Finding]:
    needs = release.file.needs
    for name in sorted((used.keys() & Facts.model_fields.keys()) - set(needs)):
        place, hint = used[name], "add it there: it says what the release needs of the platform"
        message = f"uses the fact {name}, which `needs` in release.yaml does not name"
        yield Finding(place.file, place.line, place.column, "", message, hint)
    for index, name in enumerate(needs):
        if name not in used:
            hint = "remove it"
            yield _finding(release, ("needs", index), f"is used nowhere (got {name})", hint)


def _files(release: Release, used: Mapping[str, Origin]) -> Iterator[Finding]:
    """Yield files that nothing asks for, such as a misspelt `before.yaml`."""
    for name, path in release.files.items():
        if f"file.{name}" in used or name.startswith("."):
            continue
        hint = nearest(name, (BEFORE_FILE, AFTER_FILE))
        if not hint.startswith("did you mean"):
            hint = f"name it as `${{file.{name}}}`, or remove it"
        yield Finding(str(path), 0, 0, "", "is a file that this release does not use", hint)


def _finding(release: Release, path: Path, message: str, hint: str) -> Finding:
    place = release.written.nearest_value(path) or Origin("", 0, 0)
    return Finding(place.file, place.line, place.column, str(path[0]), message, hint)
