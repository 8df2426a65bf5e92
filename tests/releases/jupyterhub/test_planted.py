"""Mistakes that JupyterHub's programs ignore in silence are found by the check of these tests."""

from typing import Any

from tests.releases.jupyterhub.conftest import PLANTED


def test_planted_mistakes_are_found(answer: dict[str, Any]) -> None:
    """Each is reported by its name, and nothing else is."""
    assert answer["planted"] == [[name] for name in PLANTED]
