"""What ministack's EKS takes and forgets, or has no operation for: kept and answered here."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import base64
import copy
import json
import re
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import trustme
from botocore.exceptions import ClientError
from ministack.services import eks

from localaws.apis import eks_security_group
from localaws.convert import Properties
from localaws.gateway import client

Response = tuple[int, dict[str, str], bytes]
Operation = Callable[..., Any]

OK = 200

_KEPT = (
    "computeConfig",
    "deletionProtection",
    "kubernetesNetworkConfig",
    "remoteNetworkConfig",
    "storageConfig",
    "upgradePolicy",
    "zonalShiftConfig",
)
_CHANGED_WHOLE = ("logging", "deletionProtection", "upgradePolicy", "zonalShiftConfig")
_DEFAULTS: dict[str, Any] = {"upgradePolicy": {"supportType": "EXTENDED"}}
_UPDATE = re.compile(r"/clusters/([\w-]+)/(update-config|updates)")
# docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html; EC2 is Auto Mode's.
_ENTRY_TYPES = ("EC2", "HYBRID_LINUX", "HYPERPOD_LINUX")


def install() -> None:
    """Extend ministack's EKS.

    * A cluster keeps every part of its configuration, and Auto Mode is on or off as a whole.
    * Its network, its security group (made in EC2, as EKS does) and its certificate are real.
    * UpdateClusterConfig and UpdateClusterVersion exist.
    * Deletion protection is obeyed.
    * Access entries may be those of Auto Mode's machines.
    """
    eks._create_cluster = partial(_create, eks._create_cluster)
    eks._delete_cluster = partial(_delete, eks._delete_cluster)
    eks._associate_access_policy = partial(_associate_policy, eks._associate_access_policy)
    eks._handle_request_sync = partial(_handle_request, eks._handle_request_sync)
    eks._VALID_ACCESS_ENTRY_TYPES = (*eks._VALID_ACCESS_ENTRY_TYPES, *_ENTRY_TYPES)


def _create(theirs: Operation, body: Properties, creator_arn: str | None = None) -> Response:
    """Create a cluster, whole."""
    problem = _auto_mode_problem(body)
    if problem:
        return _refuse("InvalidParameterException", problem)
    try:
        vpc_id = _vpc_of(body["resourcesVpcConfig"]["subnetIds"])
    except ClientError as error:
        return _refuse("InvalidParameterException", error.response["Error"]["Message"])
    response = _response(theirs(body, creator_arn))
    if response[0] != OK:
        return response
    cluster = eks._clusters[body["name"]]
    _complete(cluster, body, vpc_id)
    return _answer({"cluster": eks._sanitize(cluster)})


def _delete(theirs: Operation, name: str) -> Response:
    """Delete a cluster that is not protected, and its security group."""
    cluster = eks._clusters.get(name) or {}
    if cluster.get("deletionProtection"):
        message = f"Cluster {name} has deletion protection enabled"
        return _refuse("InvalidRequestException", message)
    response = _response(theirs(name))
    if response[0] == OK:
        eks_security_group.delete(cluster["resourcesVpcConfig"]["clusterSecurityGroupId"])
    return response


def _associate_policy(theirs: Operation, name: str, principal: str, body: Properties) -> Response:
    """Give an access entry a policy, to that of a machine as well."""
    entry = eks._access_entries.get(eks._ae_key(name, principal)) or {}
    kind = entry.get("type")
    if kind != "EC2":
        return _response(theirs(name, principal, body))
    # ministack knows policies of people only; the machines' one is theirs alone.
    entry["type"] = "STANDARD"
    try:
        return _response(theirs(name, principal, body))
    finally:
        entry["type"] = kind


def _handle_request(theirs: Operation, method: str, path: str, *rest: Any) -> Response:  # noqa: ANN401
    """Answer the two operations that ministack lacks, and have it answer the others."""
    match = _UPDATE.fullmatch(path)
    if match and method == "POST":
        _headers, body, _query = rest
        return _update(match[1], match[2], json.loads(body or b"{}"))
    return _response(theirs(method, path, *rest))


def _auto_mode_problem(body: Properties) -> str | None:
    """Return why EKS refuses these settings of Auto Mode, which it wants on or off together."""
    compute = body.get("computeConfig", {}).get("enabled", False)
    storage = body.get("storageConfig", {}).get("blockStorage", {}).get("enabled", False)
    network = body.get("kubernetesNetworkConfig", {})
    balancing = network.get("elasticLoadBalancing", {}).get("enabled", False)
    if len({compute, storage, balancing}) > 1:
        return (
            "For EKS Auto Mode, compute, block storage and load balancing must all be enabled or"
            f" all be disabled (got {compute}, {storage}, {balancing})"
        )
    if compute and body.get("bootstrapSelfManagedAddons"):
        return "bootstrapSelfManagedAddons must be false for a cluster with EKS Auto Mode"
    return None


def _complete(cluster: dict[str, Any], body: Properties, vpc_id: str) -> None:
    """Write what was asked for, and what EKS makes itself, into a new cluster."""
    for name, value in (_DEFAULTS | {k: body[k] for k in _KEPT if k in body}).items():
        _merge(cluster, name, value)
    # Its authority's key is dropped: nobody can pretend to be this API server, which is not there.
    authority = trustme.CA().cert_pem.bytes()
    cluster["certificateAuthority"] = {"data": base64.b64encode(authority).decode()}
    group_id = eks_security_group.create(cluster["name"], vpc_id)
    cluster["resourcesVpcConfig"] |= {"vpcId": vpc_id, "clusterSecurityGroupId": group_id}


def _vpc_of(subnet_ids: list[str]) -> str:
    """Return the network that a cluster's subnets are in.

    Raises:
        ClientError: EC2 does not know them.
    """
    subnets = client("ec2").describe_subnets(SubnetIds=subnet_ids)["Subnets"]
    return str(subnets[0]["VpcId"])


def _update(name: str, operation: str, body: Properties) -> Response:
    """Change a cluster's configuration or version."""
    cluster = eks._clusters.get(name)
    if cluster is None:
        return _refuse("ResourceNotFoundException", f"No cluster found for name: {name}.", 404)
    changed = copy.deepcopy(cluster)
    for key, value in body.items():
        if key not in ("clientRequestToken", "force"):
            _merge(changed, key, value)
    problem = _auto_mode_problem(changed)
    if problem:
        return _refuse("InvalidParameterException", problem)
    cluster.update({key: changed[key] for key in cluster.keys() | body.keys() if key in changed})
    kind = "VersionUpdate" if operation == "updates" else "ConfigUpdate"
    update = {
        "id": str(uuid.uuid4()),
        "status": "Successful",
        "type": kind,
        "createdAt": eks._now(),
        "params": [{"type": key, "value": json.dumps(value)} for key, value in body.items()],
        "errors": [],
    }
    return _answer({"update": update})


def _merge(cluster: dict[str, Any], name: str, value: Any) -> None:  # noqa: ANN401
    """Set a part of a cluster; parts of which a request names members keep the others."""
    if isinstance(value, dict) and name not in _CHANGED_WHOLE:
        value = {**cluster.get(name, {}), **value}
    cluster[name] = value


def _response(response: Any) -> Response:  # noqa: ANN401
    """Return a response of ministack."""
    status, headers, body = response
    return status, headers, body


def _answer(body: Properties) -> Response:
    """Return what was asked for."""
    return _response(eks._json_resp(200, body))


def _refuse(code: str, message: str, status: int = 400) -> Response:
    """Return an error of EKS."""
    return _response(eks._error(status, code, message))
