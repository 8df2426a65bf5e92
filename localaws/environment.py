"""Whole environments, built from an allow-list, for the emulator and for those who call it."""

import os
from pathlib import Path

from localaws.installation import NODE_MODULES, search_path
from localaws.loopback import require_loopback
from localaws.record import InstanceRecord

# Everything else of the caller's environment is dropped: credentials, profiles, proxies,
# certificate bundles and endpoints are exactly what must not reach a local deploy.
KEPT = """
    HOME USER LOGNAME SHELL LANG LANGUAGE LC_ALL LC_CTYPE TERM COLORTERM COLUMNS LINES TZ TMPDIR
    NO_COLOR FORCE_COLOR CI VIRTUAL_ENV PYTHONUNBUFFERED
    JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION
"""
# What the embedded Batch is told (docs/guides/local-aws.md), and where podman has its files.
KEPT_FOR_JOBS = """
    LOCALAWS_JOB_RUNNER LOCALAWS_JOBS_AT_ONCE LOCALAWS_BATCH_CLOCK_FACTOR XDG_RUNTIME_DIR
"""


def _inherited(names: str) -> dict[str, str]:
    """Return those of some variables that are set."""
    return {name: os.environ[name] for name in names.split() if name in os.environ}


def _base() -> dict[str, str]:
    """Return what every process may inherit."""
    return {**_inherited(KEPT), "PATH": search_path(), "NO_PROXY": "*", "no_proxy": "*"}


def caller_environment(folder: Path, record: InstanceRecord, region: str) -> dict[str, str]:
    """Return the environment of a process that can talk to this emulator and to nothing else.

    The only certificate it trusts is the emulator's own, so a request that went to a real
    AWS endpoint by mistake would fail before it was sent. boto3 reads `AWS_DEFAULT_REGION`,
    node reads `AWS_REGION`; the CDK command line keeps a cache of account numbers in
    `CDK_HOME`, so each emulator has its own.

    Raises:
        LocalAwsError: The endpoint is not on loopback.
    """
    certificate = str(folder / "tls" / "ca.crt")
    return _base() | {
        "AWS_ENDPOINT_URL": require_loopback(record.endpoint, source=str(folder)),
        "AWS_ACCESS_KEY_ID": record.access_key_id,
        "AWS_SECRET_ACCESS_KEY": record.secret_access_key,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CA_BUNDLE": certificate,
        "NODE_EXTRA_CA_CERTS": certificate,
        "SSL_CERT_FILE": certificate,
        "CDK_HOME": str(folder / "cdk-home"),
        "CDK_DISABLE_CLI_TELEMETRY": "true",
    }


def emulator_environment(folder: Path, account: str, region: str) -> dict[str, str]:
    """Return the environment of the emulator itself, which its Lambda functions inherit.

    The switches are ministack's: IAM enforced (`AUTH`), TLS, state and objects on disk, and no
    listener beside the gateway (its IoT broker would listen on all interfaces).
    """
    return (
        _base()
        | _inherited(KEPT_FOR_JOBS)
        | {
            "AUTH": "true",
            "USE_SSL": "1",
            "PERSIST_STATE": "1",
            "S3_PERSIST": "1",
            "STATE_DIR": str(folder / "state"),
            "S3_DATA_DIR": str(folder / "state" / "s3"),
            "TMPDIR": str(folder / "tmp"),
            "MINISTACK_SSL_CERT": str(folder / "tls" / "server.crt"),
            "MINISTACK_SSL_KEY": str(folder / "tls" / "server.key"),
            "MINISTACK_ACCOUNT_ID": account,
            "MINISTACK_REGION": region,
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "LAMBDA_EXECUTOR": "local",
            # Without this, ministack looks for Docker on the default socket.
            "DOCKER_HOST": f"unix://{folder / 'no-docker'}",
            "AWS_ACCESS_KEY_ID": account,
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": region,
            "AWS_DEFAULT_REGION": region,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "NODE_PATH": str(NODE_MODULES),
            "PYTHONUNBUFFERED": "1",
        }
    )
