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

CLUSTER_API = ("#FDF2F8", "#BE185D")

DATA = ("-network", "-storage", "-batch")
"""The stacks that have nothing to do with a cluster."""

SLURM = ("-slurm", "-slurm-accounting")
"""The stacks of the Slurm cluster; what else there is belongs to that of Kubernetes, or to both."""

NARROW, WIDE = 150, 225
"""Least widths of boxes, in points, so that those of a column are equal."""

_ROW = '<tr><td align="left">{}</td></tr>'
_SPACE = '<tr><td height="4"></td></tr>'

_HEAD = f"""\
digraph architecture {{
  graph [rankdir=LR, newrank=true, compound=true, bgcolor=white, pad=0.1, nodesep=0.28,
    ranksep=0.3, fontname=Arial, fontsize=15, fontcolor="{INK}"];
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
    projects = [stack for stack in stacks if "-project-" in stack.name]
    parts_of_lab = [stack for stack in stacks if stack not in projects]
    data = [stack for stack in parts_of_lab if stack.name.endswith(DATA)]
    slurm = [stack for stack in parts_of_lab if stack.name.endswith(SLURM)]
    cluster = [stack for stack in parts_of_lab if stack not in [*data, *slurm]] + slurm
    parts = [
        _HEAD,
        _cluster("files", f"{lab}, in YAML", [_box("files", FILES, 225, files), *_commands()]),
        _cluster("stacks", "stacks: data, jobs, projects", _stacks(data, parts_of_lab, projects)),
        _cluster("clusters", f"stacks: {_clusters(cluster)}", _boxes(cluster)) if cluster else "",
        _cluster("targets", "lab deploy", _targets()),
        *_edges(data, cluster),
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
    ]


def _stacks(
    data: Iterable[StackSummary],
    publishing: Iterable[StackSummary],
    projects: Iterable[StackSummary],
) -> list[str]:
    facts = ["facts in SSM Parameter Store"]
    facts += [fact for stack in publishing for fact in stack.publishes]
    own = [[stack.name, *stack.contents, _reads(stack)] for stack in projects]
    return [
        *(_box(_id(s), FOUNDATION, WIDE, [[s.name, *s.contents]]) for s in data),
        _box("facts", FACTS, WIDE, [facts]),
        _box("projects", PROJECTS, WIDE, own),
    ]


def _clusters(stacks: Iterable[StackSummary]) -> str:
    names = [stack.name for stack in stacks]
    parts = {
        "Kubernetes": any(name.endswith("-eks") for name in names),
        "Slurm": any(name.endswith(SLURM) for name in names),
    }
    return ", ".join(["login", *(part for part, there in parts.items() if there)])


def _boxes(cluster: Iterable[StackSummary]) -> list[str]:
    return [
        _box(
            _id(stack),
            CLUSTER_API if stack.not_emulated else FOUNDATION,
            WIDE,
            [[stack.name, *stack.contents, *_left_out(stack)]],
        )
        for stack in cluster
    ]


def _left_out(stack: StackSummary) -> list[str]:
    return [f"needs {stack.not_emulated}"] if stack.not_emulated else []


def _reads(stack: StackSummary) -> str:
    return f"reads {len(stack.reads)} fact{'' if len(stack.reads) == 1 else 's'}"


def _id(stack: StackSummary) -> str:
    return "stack_" + stack.name.replace("-", "_")


def _targets() -> list[str]:
    account = ["AWS account", "the one that the YAML", "names, and no other"]
    embedded = ["embedded AWS", "on this machine,", "without an account"]
    return [
        _box("account", TARGETS, NARROW, [account]),
        _box("embedded", TARGETS, NARROW, [embedded]),
    ]


def _column(names: Sequence[str]) -> Iterator[str]:
    yield f"  {{rank=same; {'; '.join(names)};}}"
    # Graphviz fills a column from below, hence the arrows drawn backwards.
    yield from (f"  {lower} -> {upper} [dir=back];" for upper, lower in pairwise(names))


def _edges(data: Sequence[StackSummary], cluster: Sequence[StackSummary]) -> list[str]:
    column = [*map(_id, data), "facts", "projects"]
    beside = [*map(_id, cluster)]
    last, cluster_of_last = (beside, "clusters") if beside else (column, "stacks")
    middle = last[len(last) // 2]
    tail = f"ltail=cluster_{cluster_of_last}"
    return [
        *_column(["files", "check", "synth"]),
        *_column(column),
        *_column(beside),
        *([f"  {column[0]} -> {beside[0]};"] if beside else []),
        "  synth -> facts [lhead=cluster_stacks];",
        f'  {middle} -> account [{tail}, label="--aws"];',
        f'  {last[0]} -> embedded [{tail}, label="default"];',
    ]
