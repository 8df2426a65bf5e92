"""Somebody who leaves a group loses it in the hub; a stand-in for the login says so."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cdk.releases.catalog import HELM_VALUES
from tests.releases.programs import PROGRAMS

ANSWERS: dict[str, dict[str, Any]] = {
    "in two groups": {"claims": {"groups": ["lab-users", "pbmc-atlas"]}},
    "left one": {"claims": {"groups": ["lab-users"]}},
    "left all": {"claims": {"groups": []}},
    "disabled": {"status": 400},
    "login is down": {"status": 503},
    "no ID token": {},
}


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """Return what the hub makes of each answer of the login, and of a person without a token."""
    done = subprocess.run(  # noqa: S603 - our own program
        [
            PROGRAMS["hub"],
            Path(__file__).parent / "refresh_program.py",
            HELM_VALUES / "jupyterhub",
        ],
        input=json.dumps([*ANSWERS.values()]),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return dict(
        zip([*ANSWERS, "login is gone", "never logged in"], json.loads(done.stdout), strict=True)
    )


def test_groups_are_those_of_now(found: dict[str, Any]) -> None:
    """Not those of the last login; and the next question can be asked as well."""
    assert found["in two groups"] == {"groups": ["lab-users", "pbmc-atlas"], "kept": "refresh"}
    assert found["left one"] == {"groups": ["lab-users"], "kept": "refresh"}


@pytest.mark.parametrize("who", ["left all", "disabled", "no ID token"])
def test_who_may_not_come_in_any_more_has_to_log_in(found: dict[str, Any], who: str) -> None:
    """And is refused there."""
    assert found[who] is False


def test_a_login_that_does_not_answer_throws_nobody_out(found: dict[str, Any]) -> None:
    """Work goes on until it can be asked again."""
    assert found["login is down"] is True
    assert found["login is gone"] is True


def test_without_a_refresh_token_oauthenticator_decides(found: dict[str, Any]) -> None:
    """Some providers give none."""
    assert found["never logged in"] is None
