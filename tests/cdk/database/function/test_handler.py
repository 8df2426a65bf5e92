"""Where Lambda enters."""

from typing import Any

import boto3
import pytest

from cdk.database.function import handler

CALLS = list[tuple[str, object]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> CALLS:
    """Return what is called, with a client that is only a name."""
    found: CALLS = []

    def rotate(client: object, **how: str) -> None:
        found.append(("rotate", (client, how)))

    monkeypatch.setattr(boto3, "client", lambda service, config: f"client of {service}")  # noqa: ARG005
    monkeypatch.setattr(handler, "rotate", rotate)
    monkeypatch.setattr(handler, "answer", lambda *what: found.append(("answer", what)))
    return found


def test_secrets_manager_gets_a_rotation(calls: CALLS) -> None:
    """An event with a step is one of a rotation."""
    handler.handle({"Step": "setSecret", "SecretId": "arn", "ClientRequestToken": "new"}, None)
    how = {"step": "setSecret", "secret_arn": "arn", "version": "new"}
    assert calls == [("rotate", ("client of secretsmanager", how))]


def test_cloudformation_gets_an_answer(calls: CALLS) -> None:
    """Every other event is one of a custom resource."""
    event: dict[str, Any] = {"RequestType": "Create"}
    handler.handle(event, None)
    assert calls == [("answer", ("client of secretsmanager", event))]


def test_a_missing_way_to_secrets_manager_is_told_in_time() -> None:
    """Every try together ends long before Lambda's two minutes, so that the reason is heard."""
    config = handler.CONFIG
    tries = config.retries["total_max_attempts"]
    assert (config.connect_timeout + config.read_timeout) * tries == 60
