"""Text that no value and no manifest may hold: secrets, and images that change."""

import re
from collections.abc import Iterator

from cdk.releases.chart_schema import Misfit
from cdk.releases.values import walk

_SECRET = re.compile(
    r"(^pass|password|passwd|secret|token|(api|fernet|private)[-_]?key)$", re.IGNORECASE
)
# Charts call the name of a Kubernetes Secret so.
_NAME_OF_SECRET = re.compile(
    r"(^existing.*|(credentials|key|password|pull|tls|token)[-_]?secret)$", re.IGNORECASE
)
# A hole, a reference to a variable or a template is filled where nobody reads it.
_REFERENCE = re.compile(r"\$[{(]|\{\{")
_CREDENTIALS = re.compile(r"://[^/\s:@]*:(?![${%<])[^/\s@]+@")

CONFIDENTIAL = "looks like a secret, which would stand in the template and in logs"
"""What is wrong with a text that must not be told."""

_KEPT_OUT = "keep it in Secrets Manager and name a Kubernetes secret here"
_IMAGES = {"image", "tag", "imageTag"}
_LATEST = re.compile(r"(^|:)latest$")


def forbidden(tree: object) -> Iterator[Misfit]:
    """Yield each text that looks like a secret, or that names an image which changes.

    The text itself is not told: messages end up in logs.

    Args:
        tree: values of a chart, or a Kubernetes object, with their holes not filled.
    """
    parts = dict(walk(tree))
    for path, text in parts.items():
        if not isinstance(text, str):
            continue
        holder = parts.get(path[:-1])
        key = path[-1]
        # The value of an environment variable is as secret as the variable's name sounds.
        if key == "value" and isinstance(holder, dict):
            key = holder.get("name", key)
        if _looks_secret(str(key), text):
            yield Misfit(path, CONFIDENTIAL, _KEPT_OUT)
        elif path[-1] in _IMAGES and _LATEST.search(text):
            hint = "name an exact tag, or a digest with @sha256:"
            yield Misfit(path, "names the tag latest, which is another image tomorrow", hint)


def _looks_secret(key: str, text: str) -> bool:
    if _CREDENTIALS.search(text):
        return True
    is_secret = _SECRET.search(key) and not _NAME_OF_SECRET.search(key)
    return bool(is_secret and text not in {"", "true", "false"} and not _REFERENCE.search(text))
