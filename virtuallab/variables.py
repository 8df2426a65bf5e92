"""The scientist's own variables, which the script sees in its environment."""

import json
import re
from collections.abc import Mapping
from numbers import Real

from virtuallab.errors import Problems

RESERVED = {"PATH", "INPUT_DIR", "OUTPUT_DIR", "FOLDER"}
MOST_BYTES = 8192
OWN_BYTES = 4096
"""What the runner's own variables may take of it: three URIs of S3, whose keys have 1 KiB at most,
and the names of run and folder. Batch takes a job with more, and then fails it."""
_SECRET = re.compile(r"(?:^|_)(PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIALS?|KEY)(?:_|$)")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def environment_of(variables: Mapping[str, object], problems: Problems) -> list[dict[str, str]]:
    """Return variables as jobs take them, ordered; what is wrong goes to the problems.

    Args:
        variables: values are texts, numbers, or true and false, which become `true` and `false`.
        problems: where to tell.
    """
    environment = []
    for name, value in sorted(variables.items(), key=lambda item: str(item[0])):
        _check_name(name, problems)
        if not isinstance(value, str | Real) and not _is_flag(value):
            message = f"is neither text, number nor boolean (got {type(value).__name__})"
            problems.add(f"variables {name}", message, "write lists into a file beside the input")
        text = str(value).lower() if _is_flag(value) else str(value)
        if "\0" in text:
            problems.add(f"variables {name}", "holds a null character", "leave it out")
        environment.append({"Name": name, "Value": text})
    size = len(json.dumps(environment)) + OWN_BYTES
    if size > MOST_BYTES:
        message = f"take {size} bytes with the lab's own, of which a job may have {MOST_BYTES}"
        problems.add("variables", message, "write long values into a file beside the input")
    return environment


def _is_flag(value: object) -> bool:
    # NumPy's own boolean is no number of Python, and NumPy need not be there.
    return isinstance(value, bool) or type(value).__name__ in ("bool", "bool_")


def _check_name(name: str, problems: Problems) -> None:
    what = f"variables {name}" if name != "" else "variables"
    if name == "":
        problems.add(what, "one has an empty name", "write NAME=VALUE")
        return
    if not isinstance(name, str) or _NAME.fullmatch(name) is None:
        problems.add(what, "is no name of a variable", "letters, digits and _, no digit first")
        return
    upper = name.upper()
    if name in RESERVED or upper.startswith(("LAB_", "AWS_")):
        problems.add(what, "belongs to the lab", "LAB_*, AWS_* and " + ", ".join(sorted(RESERVED)))
    elif found := _SECRET.search(upper):
        message = f"looks like a secret ({found[1]}), and a job's description can be read by others"
        hint = "read secrets in the script, from Secrets Manager; if it is none, rename it"
        problems.add(what, message, hint)
