"""The picture of the simulation: time, price and lost work over the number of folders at once."""

import io
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

from benchmarks.spot_report import RECLAIMS, Cell

STYLE: Any = {
    # Same input, same bytes, same look: ids from a fixed salt, outlines of Matplotlib's own font.
    "svg.hashsalt": "spot-simulation",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
}


class Line(NamedTuple):
    """How one rate of reclaims is drawn: no two differ by colour alone."""

    colour: str
    marker: str
    dashes: str


# Okabe and Ito's colours, which also the colour-blind can tell apart.
LINES = dict(
    zip(
        RECLAIMS,
        (
            Line("#000000", "o", "-"),
            Line("#0072B2", "s", "--"),
            Line("#E69F00", "^", "-."),
            Line("#D55E00", "D", ":"),
        ),
        strict=True,
    )
)


def picture(found: Sequence[Cell], image_format: str = "svg") -> bytes:
    """Return the picture."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(11, 4.2), layout="constrained")
        time, price, lost = figure.subplots(1, 3)
        _lines(time, found, lambda cell: cell.seconds / 3600)
        time.set(title="Time, hours", yscale="log", ylim=(0.5, 8))
        time.yaxis.set_major_locator(mpl.ticker.FixedLocator([0.5, 1, 2, 4, 8]))
        time.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        time.yaxis.set_minor_locator(NullLocator())
        time.plot([30, 40], [2, 2], color="#009E73", linewidth=6, solid_capstyle="butt")
        time.annotate(
            "the study's own run",
            (35, 2),
            xytext=(40, 3.4),
            color="#00704F",
            arrowprops={"arrowstyle": "-", "color": "#009E73"},
        )
        _lines(price, found, lambda cell: cell.usd)
        price.set(title="Price, USD", ylim=(0, 1.1 * max(cell.usd for cell in found)))
        _lines(lost, found, lambda cell: cell.wasted * 100)
        lost.set(title="Work lost with machines, %", ylim=(-0.05, None))
        handles, labels = time.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=len(LINES), frameon=False)
        buffer = io.BytesIO()
        nothing = {"Date": None} if image_format == "svg" else None
        figure.savefig(buffer, format=image_format, metadata=nothing, facecolor="white")
        return buffer.getvalue()


def _lines(axes: Axes, found: Sequence[Cell], value: Callable[[Cell], float]) -> None:
    for name, line in LINES.items():
        own = [cell for cell in found if cell.reclaims == name]
        axes.plot(
            [cell.concurrency for cell in own],
            [value(cell) for cell in own],
            color=line.colour,
            marker=line.marker,
            linestyle=line.dashes,
            label=f"reclaims: {name}",
        )
    ticks = sorted({cell.concurrency for cell in found} - {40})
    axes.set_xscale("log")
    axes.set_xticks(ticks, [str(each) for each in ticks])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlabel("folders at once")
    axes.grid(axis="y", color="#d9d9d9", linewidth=0.6)
