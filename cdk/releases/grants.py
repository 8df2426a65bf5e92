"""What the pods of a release may do in AWS: a closed set, each grant with its IAM statements."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cdk.facts import Facts
from cdk.naming import PROJECT_FACTS, fact_path

Grant = Literal["read_secrets", "airflow_logs", "read_results"]
"""The grants that `identities` of a `release.yaml` may name."""

Statement = dict[str, Any]
"""One statement of an IAM policy, as IAM writes it."""

AIRFLOW_PREFIX = "airflow/"
"""Where Airflow writes in the scratch bucket."""


@dataclass(frozen=True)
class GrantScope:
    """The lab that a grant is for.

    Attributes:
        lab: name of the lab.
        env: name of the environment.
        partition: such as `aws`.
        region: such as `us-east-1`.
        account: 12 digits.
        facts: those that the grants need.
        secret_arns: the secrets that the lab's releases use.
    """

    lab: str
    env: str
    partition: str
    region: str
    account: str
    facts: Facts
    secret_arns: Sequence[str]

    def bucket_arn(self, data_class: str) -> str:
        """Return the ARN of the bucket of a data class."""
        name = self.facts.need(f"{data_class}_bucket_name")
        return f"arn:{self.partition}:s3:::{name}"


@dataclass(frozen=True)
class GrantRule:
    """What a grant stands for.

    Attributes:
        needs: the facts that its statements are made of.
        statements: makes them.
    """

    needs: tuple[str, ...]
    statements: Callable[[GrantScope], Iterator[Statement]]


def _read_secrets(scope: GrantScope) -> Iterator[Statement]:
    if scope.secret_arns:
        yield _allow(
            "ReadSecretsOfReleases",
            ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"),
            *scope.secret_arns,
        )
        yield _use_key(scope, "secretsmanager", "kms:Decrypt")
    # GetParametersByPath is asked of the folder itself, the others of what is in it.
    folder = fact_path(scope.lab, scope.env, PROJECT_FACTS)
    arn = f"arn:{scope.partition}:ssm:{scope.region}:{scope.account}:parameter{folder}"
    yield _allow(
        "ReadWhoOwnsProjects",
        ("ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"),
        arn,
        f"{arn}/*",
    )


def _airflow_logs(scope: GrantScope) -> Iterator[Statement]:
    bucket = scope.bucket_arn("scratch")
    # No condition on the prefix: asking for a log that is not there yet names none, and S3 would
    # answer 403 instead of 404, upon which Airflow uploads no log at all.
    yield _allow("ListLogs", ("s3:ListBucket",), bucket)
    objects = f"{bucket}/{AIRFLOW_PREFIX}*"
    yield _allow("ReadAndWriteLogs", ("s3:GetObject", "s3:PutObject"), objects)
    yield _use_key(scope, "s3", "kms:Decrypt", "kms:GenerateDataKey")


def _read_results(scope: GrantScope) -> Iterator[Statement]:
    bucket = scope.bucket_arn("results")
    yield _allow("ListResults", ("s3:ListBucket",), bucket)
    yield _allow("ReadResults", ("s3:GetObject",), f"{bucket}/*")
    yield _use_key(scope, "s3", "kms:Decrypt")


GRANTS: Mapping[Grant, GrantRule] = {
    "read_secrets": GrantRule(("data_key_arn",), _read_secrets),
    "airflow_logs": GrantRule(("scratch_bucket_name", "data_key_arn"), _airflow_logs),
    "read_results": GrantRule(("results_bucket_name", "data_key_arn"), _read_results),
}
"""Every grant and its rule."""


def _allow(sid: str, actions: Sequence[str], *resources: str, **conditions: Any) -> Statement:  # noqa: ANN401
    statement = {"Sid": sid, "Effect": "Allow", "Action": [*actions], "Resource": [*resources]}
    return {**statement, "Condition": conditions} if conditions else statement


def _use_key(scope: GrantScope, service: str, *actions: str) -> Statement:
    """Let one service of AWS, and nothing else, use the lab's key on the pods' behalf."""
    through = {"kms:ViaService": f"{service}.{scope.region}.amazonaws.com"}
    return _allow("UseLabKey", actions, scope.facts.need("data_key_arn"), StringEquals=through)
