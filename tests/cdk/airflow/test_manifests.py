"""Tests of the Kubernetes objects that only some labs need."""

import pytest

from cdk.airflow.config import AirflowConfig, DagsConfig
from cdk.airflow.manifests import manifests
from tests.kubernetes.checks import problems

HTTPS = "https://github.com/my-lab/dags.git"
ARN = "arn:aws:secretsmanager:us-east-1:111122223333:secret:dags-a1b2c3"


@pytest.mark.parametrize("dags", [None, DagsConfig(repository=HTTPS)])
def test_public_dags_need_nothing(dags: DagsConfig | None) -> None:
    """Nor do those of the image."""
    assert manifests(AirflowConfig(dags=dags)) == []


@pytest.mark.parametrize("address", [HTTPS, "git@github.com:my-lab/dags.git"])
def test_private_dags_need_a_secret(address: str) -> None:
    """It is the admin's own, read by External Secrets."""
    dags = DagsConfig(repository=address, credentials_secret_arn=ARN, known_hosts="x")
    (made,) = manifests(AirflowConfig(dags=dags))
    assert problems([made]) == []
    assert made["spec"]["dataFrom"] == [{"extract": {"key": ARN}}]
    assert (made["kind"], made["metadata"]["namespace"]) == ("ExternalSecret", "airflow")
