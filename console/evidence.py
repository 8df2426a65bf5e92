"""Questions to the deployed services, whose answers show that the lab does what its YAML says.

Nothing here reads a template or a stack's status: each answer comes from the service itself.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

ARCHIVE_TIERS = {"TransitionToIA", "TransitionToArchive", "TransitionToPrimaryStorageClass"}
_PROBE = "probe-of-the-demo"


@dataclass(frozen=True)
class Evidence:
    """One question, what the service answered, and whether that is as it should be."""

    question: str
    answer: str
    holds: bool


def of_bucket(s3: Any, bucket: str) -> Iterator[Evidence]:  # noqa: ANN401 - a boto3 client
    """Ask S3 for the lifecycle, encryption and public access of a bucket."""
    rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    moves = [
        f"{move['StorageClass']} after {move['Days']} days"
        for rule in rules
        for move in rule.get("Transitions", [])
    ]
    yield Evidence("When do raw objects move?", ", ".join(moves), bool(moves))
    sizes = [
        rule["Filter"].get("ObjectSizeGreaterThan", 0) for rule in rules if "Transitions" in rule
    ]
    least = f"only above {min(sizes, default=0) // 1024} KiB"
    yield Evidence("Do small objects stay?", least, bool(sizes) and min(sizes) > 0)
    answer = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]
    default = answer["Rules"][0]["ApplyServerSideEncryptionByDefault"]
    yield Evidence(
        "How are objects encrypted?",
        f"{default['SSEAlgorithm']}, key {default.get('KMSMasterKeyID', '').split('/')[-1]}",
        default["SSEAlgorithm"] == "aws:kms" and bool(default.get("KMSMasterKeyID")),
    )
    block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    yield Evidence(
        "Can it be made public?", "no" if all(block.values()) else "yes", all(block.values())
    )


def of_file_system(efs: Any, file_system: str) -> Iterator[Evidence]:  # noqa: ANN401
    """Ask EFS for the tiers, throughput, encryption and policy of a file system."""
    policies = efs.describe_lifecycle_configuration(FileSystemId=file_system)["LifecyclePolicies"]
    tiers = {name: days for policy in policies for name, days in policy.items()}
    text = ", ".join(f"{name}: {days}" for name, days in sorted(tiers.items()))
    yield Evidence("When do files change their tier?", text, set(tiers) == ARCHIVE_TIERS)
    system = efs.describe_file_systems(FileSystemId=file_system)["FileSystems"][0]
    yield Evidence(
        "How fast, and encrypted?",
        f"{system['ThroughputMode']} throughput, encrypted: {system['Encrypted']}",
        system["ThroughputMode"] == "elastic" and system["Encrypted"],
    )
    policy = json.loads(efs.describe_file_system_policy(FileSystemId=file_system)["Policy"])
    denied = [
        statement
        for statement in policy["Statement"]
        if statement["Effect"] == "Deny"
        and statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}
    ]
    answer = "denied by the file system's policy" if denied else "allowed"
    yield Evidence("Can it be mounted without TLS?", answer, bool(denied))


def of_denials(s3: Any, plain_s3: Any, bucket: str) -> Iterator[Evidence]:  # noqa: ANN401
    """Ask S3 for what its bucket policy must refuse, even to an administrator."""

    def put(client: Any, **how: str) -> Callable[[], object]:  # noqa: ANN401
        return lambda: client.put_object(Bucket=bucket, Key=_PROBE, Body=b"x", **how)

    yield denial("Upload with another encryption?", put(s3, ServerSideEncryption="AES256"))
    yield denial("Upload over plain HTTP?", put(plain_s3))
    yield denial("Read over plain HTTP?", lambda: plain_s3.list_objects_v2(Bucket=bucket))


def denial(question: str, call: Callable[[], object]) -> Evidence:
    """Make a call that must be denied by policy; any other failure counts as no denial."""
    try:
        call()
    except ClientError as error:
        code = error.response["Error"]["Code"]
        return Evidence(question, code, code in {"AccessDenied", "403"})
    return Evidence(question, "allowed", holds=False)
