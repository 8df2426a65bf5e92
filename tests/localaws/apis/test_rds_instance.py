"""The server behind an RDS instance: real, as its operations say, and gone with it."""

import ssl
from collections.abc import Callable
from typing import Any

import pytest
from pg8000.exceptions import DatabaseError
from pg8000.native import Connection

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate, error_code
from tests.localaws.kubernetes_resources import NETWORK, database

NAME = "served"
PASSWORD = "first-password"  # noqa: S105

Ask = Callable[..., list[list[Any]]]


@pytest.fixture
def ask(aws: LocalAws) -> Ask:
    """Return what runs a statement on the server, as its master user unless told otherwise."""

    def act(statement: str, *, tls: bool = True, password: str = PASSWORD) -> list[list[Any]]:
        rds = aws.client("rds")
        (found,) = rds.describe_db_instances(DBInstanceIdentifier=NAME)["DBInstances"]
        context = ssl.create_default_context(cafile=aws.environment()["AWS_CA_BUNDLE"])
        address = {"host": found["Endpoint"]["Address"], "port": found["Endpoint"]["Port"]}
        connection = Connection(
            "postgres",
            password=password,
            database="lab",
            ssl_context=context if tls else False,
            **address,
        )
        with connection:
            rows: list[list[Any]] = connection.run(statement) or []
            return rows

    return act


def _with_parameters(**parameters: str) -> dict[str, Any]:
    """Declare a database with a parameter group; a double underscore stands for a dot."""
    named = {name.replace("__", "."): value for name, value in parameters.items()}
    group = {"Description": "Of the lab", "Family": "postgres18", "Parameters": named}
    resources = database(DBInstanceIdentifier=NAME, DBParameterGroupName={"Ref": "Parameters"})
    return {
        **resources,
        "Parameters": {"Type": "AWS::RDS::DBParameterGroup", "Properties": group},
    }


def test_server_is_postgresql_behind_the_instances_certificate(
    deploy_resources: DeployTemplate, ask: Ask
) -> None:
    """The declared user reaches the declared database, over TLS that is checked."""
    assert deploy_resources(database(DBInstanceIdentifier=NAME)).failures == ()
    assert ask("SELECT current_user, current_database()") == [["postgres", "lab"]]


def test_connection_without_tls_is_refused_by_default(
    deploy_resources: DeployTemplate, ask: Ask
) -> None:
    """RDS forces TLS since PostgreSQL 15."""
    assert deploy_resources(database(DBInstanceIdentifier=NAME)).failures == ()
    with pytest.raises(DatabaseError, match="no encryption"):
        ask("SELECT 1", tls=False)


def test_parameter_group_says_how_the_server_runs(
    deploy_resources: DeployTemplate, ask: Ask
) -> None:
    """Its parameters are PostgreSQL's, and a change reaches the server that has it."""
    assert deploy_resources(_with_parameters(rds__force_ssl="0", work_mem="8192")).failures == ()
    assert ask("SHOW work_mem", tls=False) == [["8MB"]]
    assert deploy_resources(_with_parameters(rds__force_ssl="1", work_mem="16384")).failures == ()
    assert ask("SHOW work_mem") == [["16MB"]]
    with pytest.raises(DatabaseError, match="no encryption"):
        ask("SELECT 1", tls=False)


def test_another_password_is_the_servers(
    aws: LocalAws, deploy_resources: DeployTemplate, ask: Ask
) -> None:
    """A changed template changes who may log in; the data stays."""
    assert deploy_resources(database(DBInstanceIdentifier=NAME)).failures == ()
    ask("CREATE TABLE kept AS SELECT 7 AS number")
    changed = database(DBInstanceIdentifier=NAME, MasterUserPassword="second-password")
    assert deploy_resources(changed).failures == ()
    assert ask("SELECT number FROM kept", password="second-password") == [[7]]  # noqa: S106
    with pytest.raises(DatabaseError, match="password authentication failed"):
        ask("SELECT 1")
    assert aws.client("rds").describe_db_instances()["DBInstances"][0]["DBInstanceStatus"] == (
        "available"
    )


def test_stopped_instance_has_no_server_until_it_is_started(
    aws: LocalAws, deploy_resources: DeployTemplate, ask: Ask
) -> None:
    """Nobody connects in between, and the data is there again."""
    assert deploy_resources(database(DBInstanceIdentifier=NAME)).failures == ()
    ask("CREATE TABLE kept AS SELECT 7 AS number")
    rds = aws.client("rds")
    rds.stop_db_instance(DBInstanceIdentifier=NAME)
    with pytest.raises(Exception, match="Can't create a connection"):
        ask("SELECT 1")
    rds.start_db_instance(DBInstanceIdentifier=NAME)
    assert ask("SELECT number FROM kept") == [[7]]


def test_reboot_starts_the_server_again(
    aws: LocalAws, deploy_resources: DeployTemplate, ask: Ask
) -> None:
    """It is another process with the same data, at the same address."""
    assert deploy_resources(database(DBInstanceIdentifier=NAME)).failures == ()
    before = ask("SELECT pg_postmaster_start_time()")
    rds = aws.client("rds")
    rds.reboot_db_instance(DBInstanceIdentifier=NAME)
    wait = {"Delay": 0.1, "MaxAttempts": 100}
    waiter = rds.get_waiter("db_instance_available")
    waiter.wait(DBInstanceIdentifier=NAME, WaiterConfig=wait)
    assert ask("SELECT pg_postmaster_start_time()") > before


def test_delete_takes_server_and_data(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Nothing of them is left on the disk."""
    outputs = {"Id": {"Fn::GetAtt": ["Database", "DbiResourceId"]}}
    resources = database(DBInstanceIdentifier=NAME)
    resources["Database"]["DeletionPolicy"] = "Delete"
    folder = aws.folder / "state" / "rds" / deploy_resources(resources, outputs).outputs["Id"]
    assert (folder / "data" / "PG_VERSION").is_file()
    assert deploy_resources(NETWORK).failures == ()
    assert not folder.exists()


def test_protected_instance_stays(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """RDS refuses to delete it, and its server runs on."""
    resources = database(DBInstanceIdentifier=NAME, DeletionProtection=True)
    assert deploy_resources(resources).failures == ()
    delete = aws.client("rds").delete_db_instance
    code = error_code(delete, DBInstanceIdentifier=NAME, SkipFinalSnapshot=True)
    assert code == "InvalidParameterCombination"
    assert deploy_resources(database(DBInstanceIdentifier=NAME)).failures == ()


def test_password_is_needed(aws: LocalAws) -> None:
    """No server has a password that nobody chose."""
    create = aws.client("rds").create_db_instance
    known = {"DBInstanceClass": "db.t4g.micro", "Engine": "postgres", "MasterUsername": "postgres"}
    code = error_code(create, DBInstanceIdentifier="open", AllocatedStorage=20, **known)
    assert code == "InvalidParameterValue"


def test_other_engines_stay_records(aws: LocalAws) -> None:
    """MySQL is described as ministack does, and no server runs."""
    rds = aws.client("rds")
    known = {"DBInstanceClass": "db.t4g.micro", "Engine": "mysql", "MasterUsername": "admin"}
    rds.create_db_instance(
        DBInstanceIdentifier="other", MasterUserPassword=PASSWORD, AllocatedStorage=20, **known
    )
    found = rds.delete_db_instance(DBInstanceIdentifier="other", SkipFinalSnapshot=True)
    resource_id = found["DBInstance"]["DbiResourceId"]
    assert not (aws.folder / "state" / "rds" / resource_id).exists()
