"""The file of the hub's secrets, as systemd reads it; a real shell shows that quoting holds."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hub_environment import line, lines

PROGRAM = Path(__file__).parents[4] / "bootstrap/nodes/jupyter/hub_environment.py"


def _run(secret: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, PROGRAM, "HUB_ADDRESS=10.0.0.1"],
        input=secret,
        capture_output=True,
        text=True,
        check=False,
        env={"CONFIGPROXY_AUTH_TOKEN": "0f"},
    )


def test_secret_becomes_variables() -> None:
    """Those that OAuthenticator and the proxy read."""
    assert _run('{"client_id": "hub", "client_secret": "s", "more": 1}').stdout.splitlines() == [
        'OAUTH_CLIENT_ID="hub"',
        'OAUTH_CLIENT_SECRET="s"',
        'CONFIGPROXY_AUTH_TOKEN="0f"',
        'HUB_ADDRESS="10.0.0.1"',
    ]


@pytest.mark.parametrize("value", ["a b", "a'b", 'a"b', "a\\b", "$HOME `id`", "#", "ü=;"])
def test_any_secret_survives(value: str) -> None:
    """Whatever a provider makes up; in double quotes, shells and systemd agree."""
    script = f'{line("SECRET", value)}\nprintf %s "$SECRET"'
    shell = ["/bin/bash", "-c", script]
    done = subprocess.run(shell, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == value


@pytest.mark.parametrize(
    ("secret", "message"),
    [
        ("hush", "is no JSON"),
        ("[]", "is no JSON object"),
        ('{"client_id": "hush"}', "has no usable client_secret"),
        ('{"client_id": "", "client_secret": "hush"}', "has no usable client_id"),
        (json.dumps({"client_id": "a", "client_secret": "hush\nX=1"}), "no usable client_secret"),
    ],
)
def test_unusable_secret_is_told_and_not_shown(secret: str, message: str) -> None:
    """The message goes to a log."""
    with pytest.raises(ValueError, match=message):
        lines(secret)
    done = _run(secret)
    assert done.returncode == 1
    assert message in done.stderr
    assert "hush" not in done.stderr + done.stdout
