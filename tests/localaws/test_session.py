"""Clients that see one environment and nothing of this process's own."""

from pathlib import Path

import pytest

from localaws.errors import LocalAwsError
from localaws.instance import LocalAws
from localaws.session import client


def test_settings_of_this_process_are_ignored(
    aws: LocalAws, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A shell set up for a real account behind a proxy changes nothing."""
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "absent"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREAL")
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "https://sts.example.com")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "absent.pem"))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    sts = client(aws.environment(), "sts")
    assert sts.get_caller_identity()["Account"] == aws.account


def test_foreign_endpoint_is_refused(aws: LocalAws) -> None:
    """No client is built for an endpoint that is not on loopback."""
    environment = aws.environment() | {"AWS_ENDPOINT_URL": "https://sts.amazonaws.com:443"}
    with pytest.raises(LocalAwsError, match=r"AWS_ENDPOINT_URL: .* is not an endpoint on this"):
        client(environment, "sts")
