"""A real PostgreSQL behind each RDS instance of that engine, instead of a record alone."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ministack.services import rds

from localaws.apis import rds_master_secret, rds_parameters
from localaws.databases import Databases
from localaws.postgres.programs import installed_major
from localaws.postgres.settings import Settings

logger = logging.getLogger("localaws.apis.rds_instance")

Response = tuple[int, dict[str, str], bytes]
Request = dict[str, Any]
Instance = dict[str, Any]
Operation = Callable[[Request], Response]

OK = 200
HOST = "127.0.0.1"
_LOGS = "CloudwatchLogsExportConfiguration"
# Asked for and described by RDS; ministack forgets them.
_KEPT = (
    "DatabaseInsightsMode",
    "EngineLifecycleSupport",
    "PerformanceInsightsKMSKeyId",
    "StorageThroughput",
)


class PostgresInstances:
    """RDS's operations on instances of PostgreSQL: ministack keeps the record, we the server.

    Args:
        databases: The servers.
        certificate: Chain and key with which they answer.
    """

    def __init__(self, databases: Databases, certificate: tuple[Path, Path]) -> None:
        self._databases = databases
        self._certificate = certificate

    def install(self) -> None:
        """Extend ministack's RDS."""
        extensions: dict[str, Callable[[Operation, Request], Response]] = {
            "_create_db_instance": self._create,
            "_delete_db_instance": self._delete,
            "_modify_db_instance": self._modify,
            "_start_db_instance": self._start,
            "_stop_db_instance": self._stop,
            "_modify_param_group": self._change_parameters,
            "_reset_param_group": self._change_parameters,
        }
        for name, extension in extensions.items():
            theirs = getattr(rds, name)
            ours = _extended(theirs, extension)
            setattr(rds, name, ours)
            action = next(key for key, act in rds._ACTION_MAP.items() if act is theirs)
            rds._ACTION_MAP[action] = ours
        self._install_what_happens_later()

    def _install_what_happens_later(self) -> None:
        """Extend what ministack does outside a request, and how it describes an instance."""
        reboot, resume = rds._finish_instance_reboot, rds._start_rds_container_for_instance
        describe, rotate = rds._instance_xml, rds._rotate_instance_password

        def finish_reboot(instance: Instance, cluster: Any) -> None:  # noqa: ANN401
            if _is_ours(instance):
                self._serve(instance)
            reboot(instance, cluster)

        def start_again(name: str, instance: Instance) -> None:
            if _is_ours(instance):
                self._resume(instance)
            else:
                resume(name, instance)

        def change_password(instance: Instance, old: str, new: str) -> None:
            if _is_ours(instance):
                self._serve(instance, new_password=True)
            else:
                rotate(instance, old, new)

        rds._finish_instance_reboot = finish_reboot
        rds._start_rds_container_for_instance = start_again
        rds._rotate_instance_password = change_password
        rds._instance_xml = lambda instance: _described(describe(instance), instance)

    def _create(self, theirs: Operation, request: Request) -> Response:
        """Create an instance with its server, or neither."""
        if rds._p(request, "Engine") != "postgres":
            return theirs(request)
        managed = rds._p(request, "ManageMasterUserPassword") == "true"
        if managed:
            request = {**request, "MasterUserPassword": [rds_master_secret.random_password()]}
        elif not rds._p(request, "MasterUserPassword"):
            message = "The parameter MasterUserPassword must be provided and must not be blank."
            return _response(rds._error("InvalidParameterValue", message, 400))
        response = theirs(request)
        if response[0] != OK:
            return response
        instance = rds._resolve_instance(rds._p(request, "DBInstanceIdentifier"))
        instance["DBName"] = rds._p(request, "DBName")
        instance["_logs"] = rds._parse_member_list(request, "EnableCloudwatchLogsExports")
        instance["_kept"] = {key: v for key in _KEPT if (v := rds._p(request, key))}
        try:
            self._serve(instance)
        except RuntimeError as error:
            del rds._instances[instance["DBInstanceIdentifier"]]
            self._databases.remove(instance["DbiResourceId"])
            return _response(rds._error("InternalFailure", str(error), 500))
        if managed:
            key = rds._p(request, "MasterUserSecretKmsKeyId")
            instance["MasterUserSecret"] = rds_master_secret.create(instance, key)
        return _answer("CreateDBInstance", instance)

    def _delete(self, theirs: Operation, request: Request) -> Response:
        """Delete an instance, its server with all data, and its secret."""
        instance = rds._resolve_instance(rds._p(request, "DBInstanceIdentifier"))
        response = theirs(request)
        if response[0] == OK and _is_ours(instance):
            self._databases.remove(instance["DbiResourceId"])
            rds_master_secret.delete(instance)
        return response

    def _modify(self, theirs: Operation, request: Request) -> Response:
        """Change an instance; another parameter group restarts its server at once."""
        response = theirs(request)
        instance = rds._resolve_instance(rds._p(request, "DBInstanceIdentifier"))
        if response[0] != OK or not _is_ours(instance):
            return response
        on, off = (
            rds._parse_member_list(request, f"{_LOGS}.{name}")
            for name in ("EnableLogTypes", "DisableLogTypes")
        )
        instance["_logs"] = sorted({*instance["_logs"], *on} - {*off})
        instance["_kept"] |= {key: v for key in _KEPT if (v := rds._p(request, key))}
        if rds._p(request, "DBParameterGroupName"):
            self._serve(instance)
        return _answer("ModifyDBInstance", instance)

    def _start(self, theirs: Operation, request: Request) -> Response:
        """Start an instance's server again."""
        response = theirs(request)
        instance = rds._resolve_instance(rds._p(request, "DBInstanceIdentifier"))
        if response[0] == OK and _is_ours(instance):
            instance["_stopped"] = False
            self._serve(instance, new_password=True)
        return response

    def _stop(self, theirs: Operation, request: Request) -> Response:
        """Stop an instance's server; its data stays."""
        response = theirs(request)
        instance = rds._resolve_instance(rds._p(request, "DBInstanceIdentifier"))
        if response[0] == OK and _is_ours(instance):
            instance["_stopped"] = True
            self._databases.stop(instance["DbiResourceId"])
        return response

    def _change_parameters(self, theirs: Operation, request: Request) -> Response:
        """Change a parameter group and restart the servers that have it."""
        response = theirs(request)
        if response[0] == OK:
            for instance in rds_parameters.of_group(rds._p(request, "DBParameterGroupName")):
                self._serve(instance)
        return response

    def _resume(self, instance: Instance) -> None:
        """Start a server that ran when the emulator ended."""
        if instance.get("_stopped"):
            instance["DBInstanceStatus"] = "stopped"
            return
        if not self._databases.folder(instance["DbiResourceId"]).exists():
            logger.warning("%s has lost its data, it is empty", instance["DBInstanceIdentifier"])
        try:
            self._serve(instance)
        except RuntimeError:
            logger.exception("%s did not start again", instance["DBInstanceIdentifier"])
            instance["DBInstanceStatus"] = "failed"

    def _serve(self, instance: Instance, *, new_password: bool = False) -> None:
        """Start an instance's server, again if it runs and not if it was stopped; note its address.

        Raises:
            RuntimeError: It did not start.
        """
        if instance.get("_stopped"):
            return
        installed = installed_major(rds_parameters.major(instance))
        chain, key = self._certificate
        settings = Settings(
            folder="",
            major=installed,
            user=instance["MasterUsername"],
            password=instance["_MasterUserPassword"],
            new_password=new_password,
            database=instance["DBName"],
            port=instance.get("_local_port", 0),
            require_tls=rds_parameters.requires_tls(instance),
            parameters=rds_parameters.for_postgres(instance, installed),
            chain=str(chain),
            key=str(key),
        )
        port = self._databases.start(instance["DbiResourceId"], settings)
        if instance.get("_local_port") not in (None, port):
            logger.warning("%s moved to port %s", instance["DBInstanceIdentifier"], port)
        instance["_local_port"] = port
        instance["Endpoint"] = {**instance["Endpoint"], "Address": HOST, "Port": port}
        instance["DBInstanceStatus"] = "available"
        for group in instance["DBParameterGroups"]:
            group["ParameterApplyStatus"] = "in-sync"


def _extended(theirs: Operation, extension: Callable[[Operation, Request], Response]) -> Operation:
    """Return an operation of ministack's inside an extension of ours."""
    return lambda request: extension(theirs, request)


def _is_ours(instance: Instance | None) -> bool:
    """Return whether a server of ours stands behind an instance."""
    return bool(instance and instance["Engine"] == "postgres" and "_logs" in instance)


def _described(xml: str, instance: Instance) -> str:
    """Return the description of an instance with what ministack leaves out."""
    logs = "".join(f"<member>{name}</member>" for name in instance.get("_logs", []))
    xml = xml.replace(
        "<EnabledCloudwatchLogsExports/>",
        f"<EnabledCloudwatchLogsExports>{logs}</EnabledCloudwatchLogsExports>",
    )
    added = dict(instance.get("_kept", {}))
    if secret := instance.get("MasterUserSecret"):
        parts = "".join(f"<{key}>{value}</{key}>" for key, value in secret.items())
        added["MasterUserSecret"] = parts
    for key, value in added.items():
        xml = f"{xml.replace('<StorageThroughput>0</StorageThroughput>', '')}<{key}>{value}</{key}>"
    return xml


def _answer(operation: str, instance: Instance) -> Response:
    """Return RDS's answer to an operation."""
    names = (f"{operation}Response", f"{operation}Result")
    return _response(rds._single_instance_response(*names, instance))


def _response(response: Any) -> Response:  # noqa: ANN401
    """Return a response of ministack."""
    status, headers, body = response
    return status, headers, body
