"""From a graph in the DOT language to an SVG drawing, laid out by Graphviz in WebAssembly."""

import json
import re
import subprocess

from console.cdk_cli import environment
from console.errors import ConsoleError
from localaws.installation import ROOT

_RENDER = """
import {instance} from '@viz-js/viz';
let dot = '';
for await (const chunk of process.stdin) dot += chunk;
process.stdout.write(JSON.stringify((await instance()).render(dot, {format: 'svg'})));
"""

FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"


def draw(dot: str, *, title: str) -> str:
    """Lay out a graph.

    Args:
        dot: the graph, with `fontname=Arial`: Graphviz knows the widths of its letters.
        title: what a screen reader says instead of the picture.

    Returns:
        The SVG text, the same for the same graph on every machine.

    Raises:
        ConsoleError: Graphviz refuses the graph; the message is its own.
    """
    done = subprocess.run(  # noqa: S603 - our own pinned programs
        ["node", "--input-type=module", "--eval", _RENDER],  # noqa: S607 - ours is first on PATH
        input=dot,
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise ConsoleError(f"Could not start Graphviz:\n{done.stderr.rstrip()}")
    answer = json.loads(done.stdout)
    # It also warns where it only guesses, for example the width of letters it does not know.
    if answer["errors"]:
        said = "\n".join(error["message"] for error in answer["errors"])
        raise ConsoleError(f"Graphviz could not draw {title}:\n{said}")
    return _for_web_pages(answer["output"], title)


def _for_web_pages(svg: str, title: str) -> str:
    """Take out what names a version or pops up under the mouse, and put the fonts in."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<!--.*?-->\n?", "", body, flags=re.DOTALL)
    body = re.sub(r"<title>.*?</title>\n?", "", body)
    body = body.replace('font-family="Arial"', f'font-family="{FONT}"')
    width, height = re.findall(r'(?:width|height)="([\d.]+)pt"', body)[:2]
    body = body.replace(
        f'<svg width="{width}pt" height="{height}pt"',
        f'<svg role="img" aria-label="{title}" width="{width}" height="{height}"',
    )
    return f"{body.rstrip()}\n"
