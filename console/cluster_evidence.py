"""Questions about the cluster's part of a lab, answered by EKS and PostgreSQL themselves."""

import json
import ssl
from collections.abc import Iterator, Mapping
from typing import Any

from pg8000.exceptions import DatabaseError
from pg8000.native import Connection

from console.evidence import Evidence

_MAY_NOT_CONNECT = "42501"
"""Insufficient privilege: postgresql.org/docs/current/errcodes-appendix.html."""


def of_cluster(eks: Any, name: str, project: str) -> Iterator[Evidence]:  # noqa: ANN401
    """Ask EKS how the cluster is reached, how it gets machines, and who a project's pods are."""
    cluster = eks.describe_cluster(name=name)["cluster"]
    network = cluster["resourcesVpcConfig"]
    private = network["endpointPrivateAccess"] and not network["endpointPublicAccess"]
    yield Evidence(
        "Is the Kubernetes API private?",
        f"version {cluster['version']}, {'private' if private else 'public'} endpoint",
        private,
    )
    automatic = cluster["computeConfig"]["enabled"]
    yield Evidence("Does it start its own machines?", "Auto Mode" if automatic else "no", automatic)
    found = eks.list_pod_identity_associations(clusterName=name)["associations"]
    spaces = sorted(a["namespace"] for a in found if a["serviceAccount"] == f"project-{project}")
    question = f"Where may pods work as {project}?"
    yield Evidence(question, ", ".join(spaces), spaces == ["dask", "jupyterhub"])


def of_databases(
    secretsmanager: Any,  # noqa: ANN401 - a boto3 client
    secret_arns: Mapping[str, str],
    certificates: str,
) -> Iterator[Evidence]:
    """Log in to PostgreSQL as each release, in its own database and in the other's.

    Args:
        secretsmanager: where the passwords are.
        secret_arns: the secret of each of two releases.
        certificates: file with the certificates to trust.
    """
    trusted = ssl.create_default_context(cafile=certificates)
    for release, other in zip(secret_arns, reversed([*secret_arns]), strict=True):
        answer = secretsmanager.get_secret_value(SecretId=secret_arns[release])
        secret = json.loads(answer["SecretString"])
        own, foreign = (_database(secret, name, trusted) for name in (release, other))
        yield Evidence(f"Does {release} have a database?", own, own.startswith("PostgreSQL"))
        denied = foreign == _MAY_NOT_CONNECT
        text = "permission denied, by PostgreSQL" if denied else foreign
        yield Evidence(f"May {release} open that of {other}?", text, denied)


def _database(secret: Mapping[str, str], name: str, trusted: ssl.SSLContext) -> str:
    """Return what the server is when a database opens, or the code of its refusal."""
    try:
        with Connection(
            secret["username"],
            host=secret["host"],
            port=int(secret["port"]),
            database=name,
            password=secret["password"],
            ssl_context=trusted,
        ) as connection:
            ((version,),) = connection.run("SELECT split_part(version(), ' on ', 1)")
            return f"{version}, over TLS, as {secret['username']}"
    except DatabaseError as error:
        return str(error.args[0].get("C", error))
