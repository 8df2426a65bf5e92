"""From a lab's folder to one frozen LabConfig, or every error at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import cast

from cdk.config.compose import compose
from cdk.config.lab import LabConfig
from cdk.config.lock_files import read_lock_files
from cdk.config.origin import Layer, Origin
from cdk.config.shape import check_shape, with_hint_of_group
from cdk.config.validate import validate
from cdk.config.yaml_file import read
from cdk.errors import Finding, LabError
from cdk.nearest import nearest

LAB_FILE = "lab.yaml"
PRESETS = FilePath(__file__).parent / "presets"


@dataclass(frozen=True)
class Loaded:
    """A lab in one environment, ready to build.

    Attributes:
        config: the checked settings.
        layer: the same settings as written, with the origin of each.
        warnings: what deploys but may surprise.
        lock_files: text of each lock file that a project names, by its path as written.
    """

    config: LabConfig
    layer: Layer
    warnings: tuple[Finding, ...]
    lock_files: Mapping[str, str] = field(default_factory=dict)


def environments(lab: FilePath) -> list[str]:
    """Return the environments of a lab: its YAML files beside `lab.yaml`."""
    names = {file.name for file in lab.glob("*.yaml")} - {LAB_FILE}
    return sorted(name.removesuffix(".yaml") for name in names if not name.startswith("."))


def load(lab: FilePath, env: str) -> Loaded:
    """Read, compose and check a lab.

    Args:
        lab: folder with `lab.yaml`, `<env>.yaml` and `projects/*.yaml`.
        env: name of the environment.

    Raises:
        LabError: with every error that was found, in all files.
    """
    layers, findings = _layers(lab, env)
    layer = compose([*_preset(layers), *layers])
    config, more = validate(layer)
    findings += more
    lock_files: Mapping[str, str] = {}
    if config is not None:
        lock_files, more = read_lock_files(lab, config, layer)
        findings += more
    if config is None or any(not finding.warning for finding in findings):
        raise LabError(findings)
    warnings = tuple(sorted(finding for finding in findings if finding.warning))
    return Loaded(config, layer, warnings, lock_files)


def _layers(lab: FilePath, env: str) -> tuple[list[Layer], list[Finding]]:
    require_lab(lab)
    _require_env(lab, env)
    layers: list[Layer] = []
    findings: list[Finding] = []
    unreadable: list[Finding] = []
    for path, prefix in _files(lab, env):
        try:
            layer, found = read(path)
        except LabError as error:
            if not prefix:
                unreadable += error.findings
                continue
            # The rest of the lab can be checked without this project.
            findings += error.findings
            layer, found = Layer({}, placeholders=frozenset([()])), []
        shaped, misshaped = check_shape(layer.below(*prefix))
        layers.append(shaped)
        findings += [*(with_hint_of_group(each, prefix) for each in found), *misshaped]
        findings += _misplaced(layer, prefix, is_lab=path.name == LAB_FILE and not prefix)
    findings += _strays(lab)
    if unreadable:
        raise LabError([*unreadable, *findings])
    findings += _unknown_projects(lab, layers[-1])
    # The name of the environment is the name of its file; no one writes it twice.
    here = Origin(str(lab / f"{env}.yaml"), 1, 1)
    layers.append(Layer({"env": env}, {("env",): here}, {("env",): here}))
    return layers, findings


def _files(lab: FilePath, env: str) -> Iterator[tuple[FilePath, tuple[str, ...]]]:
    yield lab / LAB_FILE, ()
    for project in _project_files(lab):
        yield project, ("projects", project.stem)
    yield lab / f"{env}.yaml", ()


def _strays(lab: FilePath) -> Iterator[Finding]:
    """Yield files that someone may believe to be read."""
    in_projects = [path for path in lab.glob("projects/*") if path.suffix != ".yaml"]
    for path in sorted([*lab.glob("*.yml"), *in_projects]):
        if path.name.startswith((".", "README")) or path.name.endswith("~"):
            continue
        meant = path.with_name(f"{path.name.split('.')[0]}.yaml")
        hint = f"rename it to {meant.name}"
        if meant.exists():
            hint = f"{meant.name} exists already: put the two together, and delete this one"
        message = "is not read: only files that end in .yaml are"
        yield Finding(str(path), 0, 0, "", message, hint)


def _unknown_projects(lab: FilePath, environment: Layer) -> Iterator[Finding]:
    """Yield what an environment says of projects that have no file, and forget it."""
    known = {path.stem for path in _project_files(lab)}
    # `check_shape` has left nothing but a mapping here.
    projects = cast("dict[str, object]", environment.values.get("projects", {}))
    for name in sorted(projects.keys() - known):
        place = environment.keys[("projects", name)]
        where = (place.file, place.line, place.column, f"projects.{name}")
        message = f"names no project, as there is no projects/{name}.yaml"
        yield Finding(*where, message, nearest(name, known))
        del projects[name]


def _project_files(lab: FilePath) -> list[FilePath]:
    found = (lab / "projects").glob("*.yaml")
    return sorted(path for path in found if not path.name.startswith("."))


def _preset(layers: list[Layer]) -> Iterator[Layer]:
    chosen = compose(layers).values.get("preset")
    known = {path.stem for path in PRESETS.glob("*.yaml")}
    is_known = isinstance(chosen, str) and chosen in known
    names = dict.fromkeys(["standard", str(chosen)] if is_known else ["standard"])
    for name in names:
        layer, _ = read(PRESETS / f"{name}.yaml")

        # An admin knows a preset by its name, and cannot edit its file.
        origin = Origin(f"preset {name}", 0, 0)
        yield Layer(
            layer.values,
            keys=dict.fromkeys(layer.keys, origin),
            origins=dict.fromkeys((path for path in layer.origins if path), origin),
        )


def _misplaced(layer: Layer, prefix: tuple[str, ...], *, is_lab: bool) -> Iterator[Finding]:
    if not prefix and (place := layer.keys.get(("env",))):
        hint = "remove it: the environment is the name of its file"
        yield Finding(place.file, place.line, place.column, "env", "is not written by hand", hint)
    if is_lab and (place := layer.keys.get(("projects",))):
        hint = "give each project a file of its own: projects/<name>.yaml"
        message = "does not stand in lab.yaml"
        yield Finding(place.file, place.line, place.column, "projects", message, hint)


def require_lab(lab: FilePath) -> None:
    """Refuse a folder without `lab.yaml`.

    Raises:
        LabError: with the nearest folder that is a lab.
    """
    if not (lab / LAB_FILE).exists():
        found = sorted(str(path.parent) for path in lab.parent.glob(f"*/{LAB_FILE}"))
        hint = nearest(str(lab), found) if found else "name the folder that holds lab.yaml"
        if (lab / "lab.yml").exists():
            hint = "rename lab.yml to lab.yaml"
        raise LabError([Finding(str(lab / LAB_FILE), 0, 0, "", "does not exist", hint)])


def _require_env(lab: FilePath, env: str) -> None:
    if env not in environments(lab):
        message = f"does not exist, so there is no environment {env}"
        hint = nearest(env, environments(lab))
        raise LabError([Finding(str(lab / f"{env}.yaml"), 0, 0, "", message, hint)])
