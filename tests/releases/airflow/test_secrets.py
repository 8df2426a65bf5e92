"""Tests of Airflow's Secrets: what External Secrets makes of them, and that nothing else has any.

Their templates are rendered by helm, as both are Go templates with the same functions.
"""

import base64
import configparser
import itertools
import json
import string
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from cdk.airflow.manifests import manifests
from cdk.holes import holes
from cdk.releases.catalog import HELM_VALUES, read_release
from cdk.releases.filled_release import FilledRelease
from tests.kubernetes.checks import problems
from tests.kubernetes.helm import Helm
from tests.releases.airflow.conftest import SSH_DAGS, lab_with

GENERATED = "abcdefghijklmnopqrstuvwxyz012345"
DATABASE = {
    "host": "demo-dev.abcdefghijkl.us-east-1.rds.amazonaws.com",
    "port": "5432",
    "dbname": "airflow",
    "username": "airflow",
    "password": """p%s#;\\'/{}"q" z""",
}
CHART = """
apiVersion: v1
kind: Secret
metadata: {name: made}
stringData:
  {{- range $key, $text := .Values.texts }}
  {{ $key }}: {{ tpl $text $.Values.words | toJson }}
  {{- end }}
"""


@pytest.fixture(scope="module")
def helm(tmp_path_factory: pytest.TempPathFactory) -> tuple[Helm, Path]:
    """Return helm and a chart that renders templates as External Secrets would."""
    folder = tmp_path_factory.mktemp("helm")
    chart = folder / "chart"
    (chart / "templates").mkdir(parents=True)
    about = "apiVersion: v2\nname: made\nversion: 1.0.0\n"
    (chart / "Chart.yaml").write_text(about, encoding="utf-8")
    (chart / "templates/secret.yaml").write_text(CHART, encoding="utf-8")
    return Helm(folder), chart


def made(helm: tuple[Helm, Path], external: dict[str, Any], words: dict[str, str]) -> Any:  # noqa: ANN401
    """Return the Secret that External Secrets makes, given what Secrets Manager holds."""
    program, chart = helm
    texts = external["spec"]["target"]["template"]["data"]
    values = {"texts": texts, "words": words}
    (secret,) = program.template(chart, values, release="made", namespace="airflow")
    return secret["stringData"]


def external(release: FilledRelease, name: str) -> dict[str, Any]:
    """Return one ExternalSecret of a release."""
    (found,) = (each for each in release.before if each["metadata"]["name"] == name)
    return found


@pytest.mark.parametrize("name", ["plain", "full"])
def test_manifests_are_right(name: str, request: pytest.FixtureRequest) -> None:
    """Every version of Kubernetes, and the schema of External Secrets, take them."""
    assert problems(list(request.getfixturevalue(name).before)) == []


def test_a_generated_secret_makes_a_fernet_key(
    helm: tuple[Helm, Path], full: FilledRelease
) -> None:
    """Airflow's encryption takes the key, and reads back what it wrote."""
    words = {"fernet_key": GENERATED, "api_secret_key": "a", "jwt_secret": "j"}
    keys = made(helm, external(full, "airflow-keys"), words)
    fernet = Fernet(keys["fernet-key"])
    assert fernet.decrypt(fernet.encrypt(b"a connection")) == b"a connection"
    assert (keys["api-secret-key"], keys["jwt-secret"]) == ("a", "j")


def test_any_letters_and_digits_make_a_fernet_key() -> None:
    """Plain base64 of them, three at a time, is URL-safe base64; 32 of them are 32 bytes."""
    signs = (string.ascii_letters + string.digits).encode()
    for three in itertools.product(signs, repeat=3):
        assert base64.b64encode(bytes(three)) == base64.urlsafe_b64encode(bytes(three))
    assert read_release(HELM_VALUES / "airflow").file.secrets["fernet_key"].length == 32


def test_components_know_only_the_way_to_pgbouncer(
    helm: tuple[Helm, Path], plain: FilledRelease
) -> None:
    """Their address holds no password of the database, so a rotation restarts nobody."""
    secret = external(plain, "airflow-metadata")
    addresses = made(helm, secret, {"password": GENERATED})
    user = f"postgresql://components:{GENERATED}"
    assert addresses == {
        "connection": f"{user}@airflow-pgbouncer:6543/airflow",
        "statistics": f"{user}@127.0.0.1:6543/pgbouncer?sslmode=disable",
    }
    (remote,) = (each["remoteRef"]["key"] for each in secret["spec"]["data"])
    assert "pgbouncer_password" in remote


def test_pgbouncer_reaches_the_database_over_tls(
    helm: tuple[Helm, Path], plain: FilledRelease
) -> None:
    """With the rotating user, for whom only the file of users has a password."""
    words = {**DATABASE, "components_password": GENERATED}
    files = made(helm, external(plain, "airflow-pgbouncer"), words)
    ini = configparser.ConfigParser(interpolation=None)
    ini.read_string(files["pgbouncer.ini"])
    assert ini["databases"]["airflow"] == (
        f"host={DATABASE['host']} port=5432 dbname=airflow user=airflow"
    )
    assert ini["pgbouncer"]["server_tls_sslmode"] == "require"
    assert ini["pgbouncer"]["pool_mode"] == "transaction"
    assert ini["pgbouncer"]["default_pool_size"] == "20"
    assert int(ini["pgbouncer"]["max_prepared_statements"]) > 0


def test_passwords_are_quoted_as_pgbouncer_reads_them(
    helm: tuple[Helm, Path], plain: FilledRelease
) -> None:
    """A quote is doubled; nothing else has a meaning."""
    words = {**DATABASE, "components_password": GENERATED}
    users = made(helm, external(plain, "airflow-pgbouncer"), words)["users.txt"]
    assert users.splitlines() == [
        f'"components" "{GENERATED}"',
        '"airflow" "p%s#;\\\'/{}""q"" z"',
    ]


@pytest.mark.parametrize(
    ("dags", "words", "expected"),
    [
        (
            {"repository": "https://github.com/my-lab/dags.git"},
            {"username": "robot", "password": "token"},
            {
                **{f"{name}_USERNAME": "robot" for name in ("GIT_SYNC", "GITSYNC")},
                **{f"{name}_PASSWORD": "token" for name in ("GIT_SYNC", "GITSYNC")},
            },
        ),
        (
            SSH_DAGS,
            {"private_key": "-----BEGIN\n-----END"},
            {"gitSshKey": "-----BEGIN\n-----END\n"},
        ),
    ],
    ids=["https", "ssh"],
)
def test_credentials_of_dags_have_the_names_that_the_chart_reads(
    helm: tuple[Helm, Path], dags: dict[str, str], words: dict[str, str], expected: dict[str, str]
) -> None:
    """A user and a token under the old and the new names of git-sync; or a key, with its end."""
    arn = SSH_DAGS["credentials_secret_arn"]
    config = lab_with(airflow={"dags": {**dags, "credentials_secret_arn": arn}}).airflow
    assert config
    (external_secret,) = manifests(config)
    assert made(helm, external_secret, words) == expected


def test_every_secret_that_the_values_name_is_made(full: FilledRelease) -> None:
    """What the chart would otherwise invent anew at each upgrade comes from Secrets Manager."""
    values, server = full.values, full.values["apiServer"]
    named = {
        values["fernetKeySecretName"],
        values["apiSecretKeySecretName"],
        values["jwtSecretName"],
        values["data"]["metadataSecretName"],
        values["pgbouncer"]["configSecretName"],
        values["pgbouncer"]["metricsExporterSidecar"]["statsSecretName"],
        values["dags"]["gitSync"]["sshKeySecret"],
        *(
            each["valueFrom"]["secretKeyRef"]["name"]
            for each in server["env"]
            if "secretKeyRef" in each.get("valueFrom", {})
        ),
    }
    assert named == {each["metadata"]["name"] for each in full.before}


def test_values_hold_no_secret() -> None:
    """No hole of the values is a secret's ARN, so that not even its name is in a log."""
    base = read_release(HELM_VALUES / "airflow").base.values
    names = [name for _, name in holes(base)]
    assert [name for name in names if "secret" in name] == []
    assert "${" not in json.dumps(manifests(_without_dags()))


def _without_dags() -> Any:  # noqa: ANN401 - settings of Airflow
    return lab_with().airflow
