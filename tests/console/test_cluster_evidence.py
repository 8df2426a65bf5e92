"""Questions about the cluster; tests/console/test_demo.py has them answered by what is deployed."""

import json
import ssl
from types import SimpleNamespace
from typing import Any, Self

import pytest
from pg8000.exceptions import DatabaseError

from console import cluster_evidence
from console.cluster_evidence import of_cluster, of_databases

SECRET = {"username": "x", "host": "127.0.0.1", "port": 1, "password": "", "dbname": "x"}


def eks(*, public: bool = False, auto: bool = True, namespaces: str = "jupyterhub dask") -> Any:  # noqa: ANN401
    """Return a stand-in for a client of EKS with one cluster."""
    cluster = {
        "version": "1.36",
        "resourcesVpcConfig": {"endpointPrivateAccess": True, "endpointPublicAccess": public},
        "computeConfig": {"enabled": auto},
    }
    pods = [{"namespace": n, "serviceAccount": "project-atlas"} for n in namespaces.split()]
    return SimpleNamespace(
        describe_cluster=lambda **_: {"cluster": cluster},
        list_pod_identity_associations=lambda **_: {"associations": pods},
    )


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        (eks(), [True, True, True]),
        (eks(public=True), [False, True, True]),
        (eks(auto=False), [True, False, True]),
        (eks(namespaces="jupyterhub"), [True, True, False]),
    ],
    ids=["good", "public", "no Auto Mode", "no Dask"],
)
def test_a_cluster_that_is_not_as_it_should_be_is_told(
    client: object, expected: list[bool]
) -> None:
    """Each question can be answered with no."""
    assert [each.holds for each in of_cluster(client, "demo", "atlas")] == expected


@pytest.mark.parametrize(
    ("refused", "expected"),
    [({"foreign"}, [True, True] * 2), (set(), [True, False] * 2), ({"own"}, [False, False] * 2)],
    ids=["each its own", "everything open", "wrong password"],
)
def test_databases_are_opened_by_their_owners_alone(
    monkeypatch: pytest.MonkeyPatch, refused: set[str], expected: list[bool]
) -> None:
    """Open to others is as wrong as closed to the owner; a stand-in for the server says which."""

    class Server:
        def __init__(self, _user: str, *, database: str, password: str, **_: object) -> None:
            if ("own" if database == password else "foreign") in refused:
                raise DatabaseError({"C": "42501"})

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            """Close nothing."""

        def run(self, _query: str) -> list[list[str]]:
            """Say what the server is."""
            return [["PostgreSQL 17.0"]]

    monkeypatch.setattr(cluster_evidence, "Connection", Server)
    monkeypatch.setattr(ssl, "create_default_context", lambda **_: None)
    secrets = SimpleNamespace(
        get_secret_value=lambda SecretId: {  # noqa: N803 - as boto3 writes it
            "SecretString": json.dumps(SECRET | {"password": SecretId})
        }
    )
    arns = {"airflow": "airflow", "jupyterhub": "jupyterhub"}
    assert [each.holds for each in of_databases(secrets, arns, "ca.crt")] == expected
