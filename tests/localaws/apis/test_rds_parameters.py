"""Parameter groups: what of them reaches the server, and what only RDS understands."""

from typing import Any

import pytest
from pg8000.exceptions import DatabaseError
from pg8000.native import Connection

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate
from tests.localaws.kubernetes_resources import database

NAME = "with-parameters"


def _ask(aws: LocalAws, statement: str) -> list[list[Any]]:
    """Run a statement without TLS."""
    rds = aws.client("rds")
    (found,) = rds.describe_db_instances(DBInstanceIdentifier=NAME)["DBInstances"]
    known: dict[str, Any] = {"host": "127.0.0.1", "port": found["Endpoint"]["Port"]}
    password = "first-password"  # noqa: S105
    with Connection(
        "postgres", password=password, database="lab", ssl_context=False, **known
    ) as connection:
        rows: list[list[Any]] = connection.run(statement) or []
        return rows


def test_parameters_of_rds_and_of_the_machine_are_left_out(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """Formulas over the memory and libraries of RDS are shown by RDS, and start no server."""
    parameters = {
        "log_min_duration_statement": "500",
        "max_connections": "LEAST({DBInstanceClassMemory/9531392},5000)",
        "rds.force_ssl": "0",
        "rds.logical_replication": "0",
        "shared_preload_libraries": "pg_stat_statements, vector",
    }
    group = {"Description": "Lab", "Family": "postgres18", "Parameters": parameters}
    resources = database(DBInstanceIdentifier=NAME, DBParameterGroupName={"Ref": "Parameters"})
    resources["Parameters"] = {"Type": "AWS::RDS::DBParameterGroup", "Properties": group}
    result = deploy_resources(resources, {"Group": {"Ref": "Parameters"}})
    assert result.failures == ()
    assert _ask(aws, "SHOW log_min_duration_statement") == [["500ms"]]
    assert _ask(aws, "SHOW max_connections") == [["100"]]
    assert _ask(aws, "SHOW shared_preload_libraries") == [["vector"]]
    describe = aws.client("rds").describe_db_parameters
    shown = describe(DBParameterGroupName=result.outputs["Group"], Source="user")["Parameters"]
    assert {each["ParameterName"]: each["ParameterValue"] for each in shown} == parameters


@pytest.mark.parametrize(("version", "forced"), [("14.15", False), ("15.10", True)])
def test_tls_is_forced_since_version_15(
    aws: LocalAws, deploy_resources: DeployTemplate, version: str, *, forced: bool
) -> None:
    """Without a parameter group, the version decides, as on RDS."""
    resources = database(DBInstanceIdentifier=NAME, EngineVersion=version)
    assert deploy_resources(resources).failures == ()
    if forced:
        with pytest.raises(DatabaseError, match="no encryption"):
            _ask(aws, "SELECT 1")
    else:
        assert _ask(aws, "SELECT 1") == [[1]]
