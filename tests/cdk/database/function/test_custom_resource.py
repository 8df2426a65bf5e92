"""A database as a resource of CloudFormation, on a real server."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from cdk.database.function.connection import connect
from cdk.database.function.custom_resource import answer
from tests.cdk.database.function.conftest import (
    MASTER_ARN,
    RELEASE_ARN,
    DatabaseServer,
    StandInSecretsManager,
)

Answers = list[dict[str, Any]]


class StandInCloudFormation(HTTPServer):
    """A stand-in for the address where CloudFormation waits for an answer."""

    def __init__(self) -> None:
        super().__init__(("localhost", 0), _Waiting)
        self.answers: Answers = []


class _Waiting(BaseHTTPRequestHandler):
    def do_PUT(self) -> None:
        """Take an answer; the real one checks that its type is empty, which is signed."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert isinstance(self.server, StandInCloudFormation)
        self.server.answers.append({**json.loads(body), "type": self.headers["Content-Type"]})
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def cloudformation() -> Iterator[StandInCloudFormation]:
    """Return where answers arrive."""
    with StandInCloudFormation() as waiting:
        thread = threading.Thread(target=waiting.serve_forever)
        thread.start()
        yield waiting
        waiting.shutdown()
        thread.join()


def _event(cloudformation: StandInCloudFormation, request: str, **more: str) -> dict[str, Any]:
    return {
        "RequestType": request,
        "ResponseURL": f"http://localhost:{cloudformation.server_port}/answer",
        "StackId": "arn:aws:cloudformation:us-east-1:111122223333:stack/demo-dev-database/1",
        "RequestId": "2",
        "LogicalResourceId": "Jupyterhub",
        "ResourceProperties": {"SecretArn": RELEASE_ARN},
        **more,
    }


def test_creation_makes_a_database_and_says_so(
    secrets: StandInSecretsManager, cloudformation: StandInCloudFormation
) -> None:
    """The user of the secret gets in, and CloudFormation hears of success."""
    answer(secrets, _event(cloudformation, "Create"))
    with connect("jupyterhub_a", "made by CloudFormation", "jupyterhub") as hub:
        assert hub.run("SELECT current_user") == [["jupyterhub"]]
    assert cloudformation.answers == [
        {
            "StackId": "arn:aws:cloudformation:us-east-1:111122223333:stack/demo-dev-database/1",
            "RequestId": "2",
            "LogicalResourceId": "Jupyterhub",
            "PhysicalResourceId": "Jupyterhub",
            "Status": "SUCCESS",
            "Reason": "",
            "type": "",
        }
    ]


def test_update_takes_the_secret_as_it_is_now(
    secrets: StandInSecretsManager, cloudformation: StandInCloudFormation
) -> None:
    """A password that CloudFormation made anew works afterwards; the id stays."""
    answer(secrets, _event(cloudformation, "Create"))
    value = json.loads(secrets.values[RELEASE_ARN]["first"]) | {"password": "made anew"}
    secrets.put(RELEASE_ARN, value)
    answer(secrets, _event(cloudformation, "Update", PhysicalResourceId="kept"))
    with connect("jupyterhub_a", "made anew", "jupyterhub") as hub:
        assert hub.run("SELECT 1") == [[1]]
    assert [each["PhysicalResourceId"] for each in cloudformation.answers] == ["Jupyterhub", "kept"]


def test_deletion_keeps_the_database(
    server: DatabaseServer, secrets: StandInSecretsManager, cloudformation: StandInCloudFormation
) -> None:
    """A release that is switched off finds its data when it is switched on again."""
    answer(secrets, _event(cloudformation, "Create"))
    answer(secrets, _event(cloudformation, "Delete", PhysicalResourceId="Jupyterhub"))
    assert server.run("SELECT datname FROM pg_database WHERE datname = 'jupyterhub'") == [
        ["jupyterhub"]
    ]
    assert [each["Status"] for each in cloudformation.answers] == ["SUCCESS", "SUCCESS"]


def test_deletion_needs_no_server(cloudformation: StandInCloudFormation) -> None:
    """A stack whose server never came up can be deleted."""
    answer(StandInSecretsManager(), _event(cloudformation, "Delete"))
    assert [each["Status"] for each in cloudformation.answers] == ["SUCCESS"]


def test_failure_is_told_with_its_reason_and_without_password(
    secrets: StandInSecretsManager,
    cloudformation: StandInCloudFormation,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """CloudFormation shows the reason, and the log says where; neither tells more."""
    secrets.put(MASTER_ARN, {"username": "master", "password": "an old one"})
    answer(secrets, _event(cloudformation, "Create"))
    (told,) = cloudformation.answers
    assert told["Status"] == "FAILED"
    assert 'password authentication failed for user "master"' in told["Reason"]
    assert "Jupyterhub failed" in caplog.text
    assert [
        secret for secret in ("an old one", "/answer") if secret in f"{told}{caplog.text}"
    ] == []
