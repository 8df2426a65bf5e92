"""Turn what pydantic says about a value into what an admin can act on."""

import json
import re
from collections.abc import Sized

from pydantic_core import ErrorDetails

from cdk.config.model_tree import field_at, may_be_null, model_at, setting_paths
from cdk.config.origin import Layer
from cdk.errors import Finding
from cdk.nearest import nearest
from cdk.settings import Path, Settings

# Messages end up in the logs of CI: the password in an address must not.
_CREDENTIALS = re.compile(r"://[^/@\s]+@")
# A line of a private key is a long word; the same of a public one has a beginning of its own.
_PRIVATE_KEY = re.compile(
    r".*PRIVATE KEY.*|(?<![A-Za-z0-9+/])(?!AAAAC3NzaC1lZDI1NTE5AAAAI)"
    r"(?=\S*[A-Z])(?=\S*[a-z])(?=\S*[0-9])[A-Za-z0-9+/]{60,}={0,2}",
    re.DOTALL,
)

# Texts that YAML would read as something else, had they no quotes.
_OTHER = re.compile(
    r"[\[{].*|~|null|true|false|[-+]?(0|[1-9][\d_]*)?(\.\d*)?(e[-+]?\d+)?|[-+]?\.(inf|nan)",
    re.IGNORECASE,
)

_KINDS = {
    "bool": "true or false",
    "dict": "a mapping (`key: value` lines)",
    "float": "a number",
    "int": "a whole number",
    "model": "a mapping (`key: value` lines)",
    "string": "text",
    "tuple": "a list (`- item` lines)",
}


def explain(error: ErrorDetails, root: type[Settings], layer: Layer) -> Finding:
    """Describe one validation error at the place where the admin wrote it.

    Args:
        error: as pydantic reports it.
        root: the model that was validated.
        layer: the values that were validated, with their origins.
    """
    kind = error["type"]
    path: Path = tuple(part for part in error["loc"] if part != "[key]")
    about_key = kind in {"extra_forbidden", "missing"} or "[key]" in error["loc"]
    place = layer.nearest_key(path) if about_key else layer.nearest_value(path)
    if kind == "extra_forbidden":
        message, hint = "unknown key", _where_it_belongs(path, root)
    elif kind == "missing":
        message, hint = "is missing", wanted(root, path)
    else:
        given = path[-1] if "[key]" in error["loc"] else error["input"]
        # What stands in the place of a public key may be the private one.
        given = "***" if "ssh_keys" in path else given
        message, hint = _wrong_value(error, given)
        hint = hint or wanted(root, path)
        if kind == "literal_error" and hint.startswith("allowed") and may_be_null(root, path):
            hint += ", or null"
    return Finding(
        file=place.file if place else "",
        line=place.line if place else 0,
        column=place.column if place else 0,
        path=dotted(path),
        message=message,
        hint=hint,
    )


def dotted(path: Path) -> str:
    """Write a path as admins read it: `projects.pbmc-atlas.members[0]`."""
    text = ""
    for part in path:
        # A sign that cannot be seen would make a wrong key look like the right one.
        name = part if isinstance(part, int) or part.isprintable() else json.dumps(part)
        text += f"[{name}]" if isinstance(part, int) else f".{name}"
    return text.lstrip(".")


def shown(value: object) -> str:
    """Write a value as YAML would, without what is secret, cut to a length that fits a line."""
    text = _PRIVATE_KEY.sub("***", _CREDENTIALS.sub("://***@", _as_yaml(value)))
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004


def _as_yaml(value: object) -> str:
    if not isinstance(value, str):
        return json.dumps(value, default=str)
    plain = value.isprintable() and value.strip() == value != "" and not _OTHER.fullmatch(value)
    return value if plain else json.dumps(value)


def _wrong_value(error: ErrorDetails, given: object) -> tuple[str, str]:
    kind, context = error["type"], error.get("ctx", {})
    got = f"(got {shown(given)})"
    match kind:
        case "setting":
            told = context.get("told")
            got = got if told is None else f"(got {told})" if told else ""
            return f"{context['message']} {got}".rstrip(), context["hint"]
        case "literal_error":
            return f"is not one of the allowed values {got}", _allowed(context["expected"], given)
        case "greater_than_equal":
            return f"is out of range {got}", f"at least {context['ge']}"
        case "less_than_equal":
            return f"is out of range {got}", f"at most {context['le']}"
        case "too_short" | "too_long":
            limit = context.get("min_length", context.get("max_length"))
            side = "least" if kind == "too_short" else "most"
            count = len(given) if isinstance(given, Sized) else context["actual_length"]
            return (
                f"has the wrong number of entries (got {count})",
                f"at {side} {limit}",
            )
    return _wrong_type(error, given)


def _wrong_type(error: ErrorDetails, given: object) -> tuple[str, str]:
    kind = error["type"]
    if kind == "string_pattern_mismatch":
        # The pattern itself says nothing to a biologist; the example does.
        return f"is not of the right form (got {shown(given)})", ""
    quoted = _is_quoted_number(kind, given)
    got = f'(got "{given}")' if quoted else f"(got {shown(given)})"
    wanted = _KINDS.get(kind.split("_")[0])
    if wanted is None:
        return f"{error['msg'][:1].lower()}{error['msg'][1:]} {got}", ""
    hint = f"write {_unquoted(given)} without quotes" if quoted else ""
    if kind.startswith("string") and isinstance(given, int | float):
        hint = f'put it in quotes: "{shown(given)}"'
    return f"needs {wanted} {got}", hint


def _is_quoted_number(kind: str, given: object) -> bool:
    if kind.startswith("int"):
        return isinstance(given, str) and given.isascii() and given.isdecimal()
    return kind.startswith("bool") and given in {"true", "false"}


def _allowed(expected: str, given: object) -> str:
    # pydantic lists literals as Python would: 'a', 'b' or 'c'
    words = [w.strip().strip("'") for w in expected.replace(" or ", ", ").split(",")]
    if isinstance(given, int) and f"'{given}'" in expected:
        return f'put it in quotes: "{given}"'
    if all(word.isdigit() for word in words):
        return f"allowed: {', '.join(words)}"
    return nearest(str(given), words)


def _unquoted(given: object) -> str:
    # A leading zero is text to us, so that it would be asked for again and again.
    return str(int(given)) if isinstance(given, str) and given.isdecimal() else str(given)


def _where_it_belongs(path: Path, root: type[Settings]) -> str:
    """Say where an unknown key was meant to stand, or what is nearest to it."""
    *parent, key = path
    model = model_at(root, tuple(parent))
    if model is None:
        return "remove it"
    if parent and (holder := _holder_of(model, str(key))):
        return f"did you mean {holder}.<name>.{key}?"
    hint = nearest(str(key), set(model.model_fields) - {"env"})
    if hint.startswith("did you mean"):
        return hint
    if "." in str(key):
        return "write it nested, one level a line"
    if path[0] == "projects":
        return f"remove it, or {hint}"
    elsewhere = [dotted(p) for p in setting_paths(root) if p[-1] == key]
    return f"did you mean {' or '.join(elsewhere)}?" if elsewhere else hint


def _holder_of(model: type[Settings], key: str) -> str | None:
    """Return the setting of a model whose named things have a key."""
    for name in model.model_fields:
        inner = model_at(model, (name, ""))
        if inner is not None and key in inner.model_fields:
            return name
    return None


def wanted(root: type[Settings], path: Path) -> str:
    """Return the example of a setting; for a named group, of what it cannot be without."""
    field = field_at(root, path)
    model = model_at(root, path)
    if field is None and model is not None:
        fields = model.model_fields.items()
        required = {key: (each.examples or [None])[0] for key, each in fields if each.is_required()}
        return f"for example `{path[-1]}: {_as_yaml(required)}`"
    if field is None or not field.examples:
        return ""
    return f"for example `{path[-1]}: {_as_yaml(field.examples[0])}`"
