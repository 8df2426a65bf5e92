"""The reference of every setting, written from the models for the people who set them."""

import inspect
import re
from collections.abc import Iterator

from pydantic.fields import FieldInfo

from cdk.config.lifecycle import marks
from cdk.settings import Lifecycle
from docs.generators.setting_values import PRESET_NAMES, allowed, default, line, preset_rows
from docs.generators.settings_tree import Section, sections

LIFECYCLES = {
    Lifecycle.FREE: "at any time; nothing is interrupted",
    Lifecycle.REPLACES: "at any time; AWS makes a new resource and removes the old one, "
    "which holds no data",
    Lifecycle.FIXED: "only before the first deployment; `lab deploy` refuses it afterwards",
    Lifecycle.GROWS: "only by more at its end; `lab deploy` refuses to take away or change any",
    Lifecycle.IDENTITY: "it says which lab this is: another value makes another one beside it",
}

INTRODUCTION = """\
# Settings

Every setting of a lab. This page is generated from the code (`make reference`), so it is never
behind it; `lab show` prints what is in force in your lab, and the line each value comes from.

A lab is a folder:

| file | holds |
|---|---|
| `lab.yaml` | what all environments share |
| `dev.yaml`, `prod.yaml`, ... | one environment each; the name of the file is its name |
| `projects/<name>.yaml` | one project each; the name of the file is its name |

Four layers make a value, each over the one before it: the defaults, the preset, `lab.yaml` with the
project files, the environment's file. Groups of settings are merged; anything else, lists too, is
replaced as a whole. A group that can be off is off when it is `null`. A setting written as
`storage.efs.throughput_mode` on this page stands like this in the file:

```yaml
storage:
  efs:
    throughput_mode: elastic
```

In a project's own file leave out the beginning, `projects.<name>`. Prices are list prices of AWS,
without tax or discounts, at the place and date named beside them.
"""


def settings_page() -> str:
    """Return the page in Markdown."""
    found = sections()
    blocks = [INTRODUCTION, "\n".join(_contents(found))]
    blocks += ["\n".join(_section(section)) for section in found]
    blocks.append("\n".join(_presets()))
    return "\n".join(blocks)


def anchor(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _heading(section: Section) -> str:
    return section.title or "The lab"


def _contents(found: list[Section]) -> Iterator[str]:
    yield "## Contents\n"
    for section in found:
        depth = len(section.title.replace(".<name>", "").split(".")) if section.title else 0
        heading = _heading(section)
        label = f"`{heading}`" if section.title else heading
        yield f"{'  ' * depth}- [{label}](#{anchor(heading)}): {_summary(section)}"
    yield "- [Presets](#presets): what each of them sets\n"


def _summary(section: Section) -> str:
    first = inspect.getdoc(section.model) or ""
    return " ".join(first.split("\n\n")[0].split()).rstrip(".")


def _section(section: Section) -> Iterator[str]:
    heading = _heading(section)
    yield f"## {f'`{heading}`' if section.title else heading}\n"
    for paragraph in (inspect.getdoc(section.model) or "").split("\n\n"):
        yield paragraph + "\n"
    if section.variants:
        yield f"`<class>` is {', '.join(f'`{variant}`' for variant in section.variants)}.\n"
    for name, info in section.settings():
        yield from _setting(section, name, info)


def _setting(section: Section, name: str, info: FieldInfo) -> Iterator[str]:
    (mark,) = marks(section.model, name)
    example = next(iter(info.examples or [None]))
    yield f"### `{section.path(name)}`\n"
    yield f"{info.description}\n"
    yield f"- Takes: {allowed(section, name)}"
    yield f"- Default: {default(section, name, info)}"
    yield f"- Can change: {LIFECYCLES[mark]}"
    yield f"- Example: {line(name, example)}\n"


def _presets() -> Iterator[str]:
    yield "## Presets\n"
    yield "What `preset` stands for. Whatever you write yourself is laid over it.\n"
    yield f"| setting | {' | '.join(f'`{name}`' for name in PRESET_NAMES)} |"
    yield f"|---|{'---|' * len(PRESET_NAMES)}"
    for path, *values in preset_rows():
        yield f"| `{path}` | {' | '.join(values)} |"
    yield ""
