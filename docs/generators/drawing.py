"""The architecture as a graph: files on the left, commands, stacks, and where they go."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise

from docs.generators.stack_summary import StackSummary

INK, GREY = "#1F2937", "#5B6472"
# Fill and border of each kind of box.
FILES = ("#FFF7E6", "#C27803")
COMMANDS = ("#EEF2F6", "#52606D")
FOUNDATION = ("#E8F1FD", "#1D5FBF")
FACTS = ("#F1ECFC", "#6D3FC0")
PROJECTS = ("#E7F6EC", "#1B7F45")
TARGETS = ("#FDECE4", "#C2410C")

NARROW, WIDE = 150, 260
"""Least widths of boxes, in points, so that those of a column are equal."""

_ROW = '<tr><td align="left">{}</td></tr>'
_SPACE = '<tr><td height="4"></td></tr>'

_HEAD = f"""\
digraph architecture {{
  graph [rankdir=LR, newrank=true, compound=true, bgcolor=white, pad=0.2, nodesep=0.28,
    ranksep=0.5, fontname=Arial, fontsize=15, fontcolor="{INK}"];
  node [shape=box, style="rounded,filled", fontname=Arial, fontsize=15, fontcolor="{INK}",
    penwidth=1.4, margin="0.15,0.08"];
  edge [fontname=Arial, fontsize=14, fontcolor="{GREY}", color="{GREY}", penwidth=1.4,
    arrowsize=0.8];
"""

_CLUSTER = """\
  subgraph cluster_{name} {{
    graph [label=<<b>{label}</b>>, labeljust=l, margin=12, style=rounded, color="#C9D1DB",
      penwidth=1.2];
{nodes}
  }}"""


def graph(lab: str, files: Sequence[tuple[str, str]], stacks: Sequence[StackSummary]) -> str:
    """Return the picture in the DOT language.

    Args:
        lab: the folder of the lab.
        files: its YAML files, each with what it is for.
        stacks: what was synthesised from them, foundation and projects.
    """
    foundation = [stack for stack in stacks if not stack.reads]
    projects = [stack for stack in stacks if stack.reads]
    parts = [
        _HEAD,
        _cluster("files", f"{lab}, in YAML", [_box("files", FILES, 225, files)]),
        _cluster("console", "the lab command", _commands()),
        _cluster("stacks", "CloudFormation stacks", _stacks(foundation, projects)),
        _cluster("targets", "where they run", _targets()),
        *_edges(foundation),
        "}",
    ]
    return "\n".join(parts) + "\n"


def _cluster(name: str, label: str, nodes: Iterable[str]) -> str:
    return _CLUSTER.format(name=name, label=escape(label), nodes="\n".join(nodes))


def _box(
    name: str, colours: tuple[str, str], width: int, paragraphs: Iterable[Sequence[str]]
) -> str:
    """Return a node: in each paragraph the first line is a heading."""
    fill, border = colours
    rows = _SPACE.join("".join(map(_ROW.format, _lines(lines))) for lines in paragraphs)
    table = f'<table border="0" cellspacing="0" cellpadding="2" width="{width}">{rows}</table>'
    return f'    {name} [label=<{table}>, fillcolor="{fill}", color="{border}"];'


def _lines(paragraph: Sequence[str]) -> Iterator[str]:
    heading, *rest = map(escape, paragraph)
    yield f"<b>{heading}</b>"
    yield from (f'<font point-size="14" color="{GREY}">{line}</font>' for line in rest)


def _commands() -> list[str]:
    check = ["lab check", "each mistake with its", "line; asks no AWS"]
    synth = ["lab synth", "templates, checked by", "AWS's own rules"]
    return [
        _box("check", COMMANDS, NARROW, [check]),
        _box("synth", COMMANDS, NARROW, [synth]),
        "    {rank=same; synth -> check [dir=back];}",
    ]


def _stacks(foundation: Sequence[StackSummary], projects: Iterable[StackSummary]) -> list[str]:
    facts = ["facts in SSM Parameter Store"]
    facts += [fact for stack in foundation for fact in stack.publishes]
    own = [[stack.name, ", ".join(stack.contents), _reads(stack)] for stack in projects]
    return [
        *(_box(_id(s), FOUNDATION, WIDE, [[s.name, *s.contents]]) for s in foundation),
        _box("facts", FACTS, WIDE, [facts]),
        _box("projects", PROJECTS, WIDE, own),
    ]


def _reads(stack: StackSummary) -> str:
    return f"reads {len(stack.reads)} fact{'' if len(stack.reads) == 1 else 's'}"


def _id(stack: StackSummary) -> str:
    return "stack_" + stack.name.replace("-", "_")


def _targets() -> list[str]:
    account = ["AWS account", "the one named in the", "YAML, and no other"]
    embedded = ["embedded AWS", "the default: on this", "machine, no account"]
    return [
        _box("account", TARGETS, NARROW, [account]),
        _box("embedded", TARGETS, NARROW, [embedded]),
    ]


def _edges(foundation: Sequence[StackSummary]) -> list[str]:
    column = [*map(_id, foundation), "facts", "projects"]
    # Graphviz fills a column from below, hence the arrows drawn backwards.
    down = [f"  {lower} -> {upper} [dir=back];" for upper, lower in pairwise(column)]
    return [
        f"  {{rank=same; {'; '.join(column)};}}",
        *down,
        "  files -> check;",
        "  synth -> facts [lhead=cluster_stacks];",
        '  facts -> account [ltail=cluster_stacks, label="lab deploy --aws"];',
        f'  {column[-3]} -> embedded [ltail=cluster_stacks, label="lab deploy"];',
    ]
