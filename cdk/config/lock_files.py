"""Read the lock files that a lab's projects name, and find what is wrong with them."""

from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath

from cdk.config.explain import dotted
from cdk.config.lab import LabConfig
from cdk.config.origin import Layer
from cdk.errors import Finding
from cdk.nearest import nearest
from cdk.settings import Path
from cdk.slurm.lock_file import MAKE, lock_problems

MOST_BYTES = 1_000_000
"""Ten times an environment of a thousand packages."""


def read_lock_files(
    lab: FilePath, config: LabConfig, layer: Layer
) -> tuple[Mapping[str, str], list[Finding]]:
    """Return the text of each lock file by its path as written, and what is wrong with them.

    Args:
        lab: folder of the lab.
        config: its settings.
        layer: the same as written.
    """
    texts: dict[str, str] = {}
    findings: list[Finding] = []
    for path, written in _named(config):
        if written in texts:
            continue
        text = _read(lab, written)
        if isinstance(text, tuple):
            place = layer.nearest_value(path)
            where = (place.file, place.line, place.column) if place else ("", 0, 0)
            findings.append(Finding(*where, dotted(path), *text))
            continue
        texts[written] = text
        findings += _content(lab / written, text)
    return texts, findings


def _named(config: LabConfig) -> Iterator[tuple[Path, str]]:
    for project, settings in config.enabled_projects().items():
        if settings.slurm is not None:
            for name, written in settings.slurm.enabled_environments().items():
                yield ("projects", project, "slurm", "environments", name), written


def _read(lab: FilePath, written: str) -> str | tuple[str, str]:
    """Return the text of a file, or a message and a hint."""
    file = lab / written
    try:
        if refused := _unfit(lab, file, written):
            return refused
        return file.read_text(encoding="utf-8")
    except OSError as error:
        return f"cannot be read: {error.strerror} (got {written})", "check its permissions"
    except UnicodeDecodeError:
        return f"names a file that is no text (got {written})", f"make it with `{MAKE}`"


def _unfit(lab: FilePath, file: FilePath, written: str) -> tuple[str, str] | None:
    if not file.exists():
        there = sorted(str(path.relative_to(lab)) for path in lab.rglob("*.lock"))
        hint = nearest(written, there) if there else f"make it with `{MAKE} > {file}`"
        return f"names a file that does not exist (got {written})", hint
    if not file.resolve().is_relative_to(lab.resolve()):
        hint = "copy it into the lab's folder, which is what is reviewed and deployed"
        return f"leads out of the lab's folder (got {written})", hint
    if not file.is_file():
        return f"is no file but a folder, or something else (got {written})", "name a file"
    if (size := file.stat().st_size) > MOST_BYTES:
        message = f"names a file of {size / 1e6:.1f} MB, and lock files are small"
        return f"{message} (got {written})", f"make it with `{MAKE}`"
    return None


def _content(file: FilePath, text: str) -> Iterator[Finding]:
    for each in lock_problems(text):
        column = 1 if each.line else 0
        yield Finding(str(file), each.line, column, "", each.message, each.hint, each.warning)
