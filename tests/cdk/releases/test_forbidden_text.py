"""Text that no value may hold."""

from typing import Any

import pytest

from cdk.releases.forbidden_text import forbidden


def paths(tree: Any) -> list[str]:  # noqa: ANN401
    """Return where something is forbidden."""
    return [".".join(map(str, each.path)) for each in forbidden(tree)]


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"password": "x"}, "password"),
        ({"hub": {"cookieSecret": "x"}}, "hub.cookieSecret"),
        ({"client_secret": "x"}, "client_secret"),
        ({"A_TOKEN": "x"}, "A_TOKEN"),
        ({"api-key": "x"}, "api-key"),
        ({"metadataConnection": {"pass": "x"}}, "metadataConnection.pass"),
        ({"fernetKey": "x"}, "fernetKey"),
        ({"db": {"url": "postgresql://u:pw@host/db"}}, "db.url"),
        ({"env": [{"name": "DB_PASSWORD", "value": "x"}]}, "env.0.value"),
        ({"image": "c/d:latest"}, "image"),
        ({"image": {"tag": "latest"}}, "image.tag"),
    ],
)
def test_secret_and_moving_tag_are_found(tree: dict[str, Any], expected: str) -> None:
    """By their key, by the name of their variable, or by their form."""
    assert paths(tree) == [expected]


@pytest.mark.parametrize(
    "tree",
    [
        {"secretName": "x"},
        {"existingSecret": "x", "fernetKeySecret": "x", "passwordSecret": "x"},
        {"secretKey": "password", "statsSecretKey": "statistics"},
        {"password": {"valueFrom": {"secretKeyRef": {"name": "x", "key": "y"}}}},
        {"password": "${secret.key}", "client_secret": "{{ .client_secret }}"},
        {"token": "$(TOKEN)", "secret": "", "automountServiceAccountToken": False},
        {
            "url": "postgresql://u:{{ .password }}@host",
            "other": "postgresql://u:${secret.key}@host",
        },
        {"url": "https://u@host/a:b", "image": "c/latest:1.2"},
        {"env": [{"name": "PORT", "value": "80"}, {"value": "x"}]},
    ],
)
def test_names_and_references_are_none(tree: dict[str, Any]) -> None:
    """What is filled where nobody reads it may stand anywhere."""
    assert paths(tree) == []


def test_text_is_not_told() -> None:
    """Messages end up in logs."""
    (found,) = forbidden({"password": "hunter2"})
    assert "hunter2" not in f"{found.message}{found.hint}"
