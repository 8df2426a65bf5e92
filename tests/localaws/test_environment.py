"""Environments: nothing of the caller's AWS settings reaches a local deploy."""

from dataclasses import replace
from pathlib import Path

import pytest

from localaws.environment import caller_environment, emulator_environment
from localaws.errors import LocalAwsError
from localaws.record import InstanceRecord

RECORD = InstanceRecord(
    account="111122223333",
    endpoint="https://127.0.0.1:4610",
    plain_endpoint="http://127.0.0.1:4611",
    pid=42,
    access_key_id="AKIAEXAMPLE",
    secret_access_key="not-a-secret",  # noqa: S106
)
FOREIGN = {
    "AWS_PROFILE": "production",
    "AWS_SESSION_TOKEN": "real",
    "AWS_ENDPOINT_URL_S3": "https://example.com",
    "AWS_ROLE_ARN": "arn:aws:iam::444455556666:role/real",
    "HTTPS_PROXY": "http://proxy.example.com:3128",
    "https_proxy": "http://proxy.example.com:3128",
    "REQUESTS_CA_BUNDLE": "/elsewhere.pem",
    "NODE_OPTIONS": "--require=./elsewhere.js",
    "PYTHONPATH": "/elsewhere",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """Build a caller's environment in a shell that is set up for a real account."""
    for name, value in FOREIGN.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREAL")
    monkeypatch.setenv("AWS_CA_BUNDLE", "/elsewhere.pem")
    monkeypatch.setenv("LANG", "C.UTF-8")
    return caller_environment(tmp_path, RECORD, "eu-central-1")


def test_foreign_settings_are_dropped(environment: dict[str, str]) -> None:
    """What is not on the list of harmless names does not get through."""
    assert set() == FOREIGN.keys() & environment.keys()


def test_harmless_settings_are_kept(environment: dict[str, str]) -> None:
    """Locale, home and the like stay as they are."""
    assert environment["LANG"] == "C.UTF-8"


def test_only_the_instance_is_addressed(environment: dict[str, str]) -> None:
    """Endpoint, credentials and region are the instance's."""
    assert {
        "AWS_ENDPOINT_URL": "https://127.0.0.1:4610",
        "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "not-a-secret",
        "AWS_REGION": "eu-central-1",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    }.items() <= environment.items()


@pytest.mark.parametrize("name", ["AWS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"])
def test_only_the_instance_is_trusted(
    environment: dict[str, str], name: str, tmp_path: Path
) -> None:
    """Every SDK verifies with the instance's own authority."""
    assert environment[name] == str(tmp_path / "tls" / "ca.crt")


def test_account_cache_of_the_cdk_is_private(environment: dict[str, str], tmp_path: Path) -> None:
    """The CDK's cache of account numbers is the instance's own."""
    assert environment["CDK_HOME"] == str(tmp_path / "cdk-home")


def test_foreign_endpoint_is_refused(tmp_path: Path) -> None:
    """No environment is built for an endpoint that is not on loopback."""
    record = replace(RECORD, endpoint="https://sts.amazonaws.com:443")
    with pytest.raises(LocalAwsError, match="is not an endpoint on this machine"):
        caller_environment(tmp_path, record, "eu-central-1")


def test_settings_of_jobs_reach_the_emulator(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the guide names is passed on, and the caller's engine address is not."""
    monkeypatch.setenv("LOCALAWS_JOB_RUNNER", "process")
    monkeypatch.setenv("DOCKER_HOST", "tcp://192.0.2.1:2375")
    environment = emulator_environment(tmp_path, "111122223333", "eu-central-1")
    assert environment["LOCALAWS_JOB_RUNNER"] == "process"
    assert environment["DOCKER_HOST"] == f"unix://{tmp_path / 'no-docker'}"
    assert "LOCALAWS_JOB_RUNNER" not in caller_environment(tmp_path, RECORD, "eu-central-1")


def test_emulator_enforces_iam_over_tls(tmp_path: Path) -> None:
    """The emulator is started with policies and TLS switched on and other listeners off."""
    environment = emulator_environment(tmp_path, "111122223333", "eu-central-1")
    switches = {"AUTH": "true", "USE_SSL": "1", "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0"}
    assert switches.items() <= environment.items()
