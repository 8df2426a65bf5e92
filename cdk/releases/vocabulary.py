"""What the holes of a release may name, and what each stands for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, TypeVar

from pydantic import BaseModel

from cdk.facts import Facts
from cdk.nearest import nearest

_T = TypeVar("_T")


@dataclass(frozen=True)
class Vocabulary:
    """The words of one release; calling it says what a word stands for.

    Attributes:
        release: name of the Helm release, `${release}`.
        lab: all settings, `${lab.<dotted path>}`.
        facts: what the platform published, `${<fact>}`.
        files: of the release's folder, `${file.<name>}`, put in as they are.
        secrets: ARNs of generated secrets, `${secret.<name>}`.
        hosts: host names by release, `${host.<release>}`; empty without an ingress.
    """

    release: str
    lab: BaseModel
    facts: Facts
    files: Mapping[str, FilePath] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    hosts: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, name: str) -> object:
        """Return what a hole stands for.

        Raises:
            LookupError: there is no such thing, or this lab has none; says what is nearest.
        """
        if name == "release":
            return self.release
        kind, _, rest = name.partition(".")
        match kind:
            case "lab" if rest:
                return _setting(self.lab, rest)
            case "file" if rest:
                return _one_of(self.files, rest, "file").read_text(encoding="utf-8")
            case "secret" if rest:
                return _one_of(self.secrets, rest, "secret")
            case "host" if rest:
                if not self.hosts:
                    raise LookupError("this lab has no `ingress`, which gives releases their hosts")
                return _one_of(self.hosts, rest, "host")
        if name not in Facts.model_fields:
            words = ["release", *Facts.model_fields, *(f"file.{file}" for file in self.files)]
            hint = nearest(name, words) if kind == name else _kinds()
            raise LookupError(f"{hint}; write `$${{` for a literal `${{`")
        if (value := self.facts.known().get(name)) is None:
            raise LookupError(
                "this lab has none: switch on what makes it, or leave the release out"
            )
        return value


def _kinds() -> str:
    return "a fact, or lab.<setting>, file.<name>, secret.<name>, host.<release>"


def _one_of(known: Mapping[str, _T], name: str, kind: str) -> _T:
    if name not in known:
        hint = nearest(name, known, prefix=f"{kind}.")
        raise LookupError(hint if known else f"this release has no {kind}")
    return known[name]


def _setting(lab: BaseModel, path: str) -> object:
    value: Any = lab
    parts = path.split(".")
    for index, part in enumerate(parts):
        if value is None:
            raise LookupError(f"lab.{path} is below something that this lab has switched off")
        known = _members(value)
        if part not in known:
            above = ".".join(["lab", *parts[:index], ""])
            raise LookupError(nearest(part, known, prefix=above))
        value = value[part] if isinstance(value, Mapping) else getattr(value, part)
    if value is None:
        raise LookupError(f"lab.{path} is not set in this lab")
    return _plain(value)


def _members(value: object) -> Collection[str]:
    """Return what may follow a dot: keys of a mapping, fields and properties of a model."""
    if isinstance(value, Mapping):
        return value.keys()
    if not isinstance(value, BaseModel):
        return ()
    kind = type(value)
    computed = (name for name in vars(kind) if isinstance(vars(kind)[name], property))
    return [*kind.model_fields, *computed]


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return list(value) if isinstance(value, tuple) else value
