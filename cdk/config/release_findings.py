"""What is wrong with a lab's Helm releases, found without helm, CDK or AWS."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path as FilePath

from cdk.apps.values import release_name
from cdk.config.enabled_releases import APPS, enabled_releases
from cdk.config.lab import LabConfig
from cdk.config.load import Loaded
from cdk.config.origin import Origin
from cdk.config.value_findings import value_findings
from cdk.errors import Finding, LabError
from cdk.nearest import nearest
from cdk.releases.catalog import HELM_VALUES, Release, read_catalog
from cdk.releases.data_findings import data_findings

NAME_OF_APP = "write app-<name>, with the name that the app has in `apps`"


def release_findings(loaded: Loaded, root: FilePath = HELM_VALUES) -> list[Finding]:
    """Check every release of a lab, and every file that it is made of.

    Args:
        loaded: the lab.
        root: folder with one folder for each release.
    """
    if loaded.config.eks is None:
        return []
    catalog, findings = read_catalog(root)
    # What cannot be read is told once, and not again by everything that names it.
    names = {folder.name for folder in root.iterdir() if folder.is_dir()}
    broken = names - catalog.keys()
    for release in catalog.values():
        findings += [*data_findings(release, names), *_setting(release), *_app_name(release)]
    try:
        enabled = enabled_releases(loaded.config, catalog, loaded.layer)
    except LabError as error:
        return [*findings, *error.findings]
    findings += _named(loaded, catalog, enabled.keys() | broken)
    off = catalog.keys() - {each.release.name for each in enabled.values()}
    for each in enabled.values():
        findings += value_findings(each, loaded, off)
    return sorted(set(findings))


def _app_name(release: Release) -> Iterator[Finding]:
    """Yield a name that a web app of a lab could have as well."""
    if release.name.startswith(prefix := release_name("")):
        hint = f"rename the folder, so that it does not begin with {prefix}"
        yield Finding(str(release.folder), 0, 0, "", "has a name that is kept for web apps", hint)


def _setting(release: Release) -> Iterator[Finding]:
    """Yield a setting that no lab can have."""
    setting = release.file.setting
    if setting is not None and setting not in LabConfig.model_fields:
        place = release.written.nearest_value(("setting",)) or Origin("", 0, 0)
        hint = nearest(setting, LabConfig.model_fields)
        where = (place.file, place.line, place.column, "setting")
        yield Finding(*where, f"is no setting of a lab (got {setting})", hint)


def _named(
    loaded: Loaded, catalog: Mapping[str, Release], enabled: Collection[str]
) -> Iterator[Finding]:
    """Yield what is said in `releases` about something that is not there."""
    apps = {name for name, release in catalog.items() if release.file.setting == APPS}
    words = (catalog.keys() - apps) | {*enabled}
    off = {release_name(name): name for name, app in loaded.config.apps.items() if app is None}
    for name in loaded.config.releases:
        place = loaded.layer.nearest_key(("releases", name)) or Origin("", 0, 0)
        where = (place.file, place.line, place.column, f"releases.{name}")
        if name in apps:
            yield Finding(*where, "is one release for each app", NAME_OF_APP)
        elif name in off:
            message = f"is about the app {off[name]}, which is switched off"
            yield Finding(*where, message, "remove it, or switch the app on")
        elif name not in words:
            yield Finding(*where, "names no release", nearest(name, words))
        elif name not in enabled and (setting := catalog[name].file.setting):
            message = f"is about a release that is switched off, as `{setting}` is not set"
            yield Finding(*where, message, f"add `{setting}: {{}}`, or remove it")
