"""Graphviz in WebAssembly: the same graph is the same drawing, and a bad one is refused."""

from xml.etree import ElementTree as ET

import pytest

from console.errors import ConsoleError
from docs.generators.graphviz import draw


def test_same_graph_is_the_same_drawing() -> None:
    """Two processes draw the same bytes."""
    dot = "digraph {node [fontname=Arial] a -> b}"
    assert draw(dot, title="two boxes") == draw(dot, title="two boxes")


def test_drawing_has_a_title_for_screen_readers() -> None:
    """The root element is an image with a name."""
    root = ET.fromstring(draw("digraph {a}", title="one box"))  # noqa: S314 - our own drawing
    assert (root.get("role"), root.get("aria-label")) == ("img", "one box")


def test_bad_graph_is_refused_in_words_of_graphviz() -> None:
    """A syntax error names what was being drawn, and what Graphviz says."""
    with pytest.raises(ConsoleError, match=r"could not draw one box:\n.*syntax error"):
        draw("digraph {", title="one box")


def test_warning_is_an_error() -> None:
    """What Graphviz only guesses at would be drawn differently elsewhere."""
    with pytest.raises(ConsoleError, match=r"could not draw one box:\n.*nosuchshape"):
        draw("digraph {a [shape=nosuchshape]}", title="one box")
