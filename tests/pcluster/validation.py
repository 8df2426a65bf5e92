"""ParallelCluster's schema and all its validators on cluster files: runs in .venv-pcluster."""

import functools
import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from tests.pcluster.account import Rules, seed  # isort: skip - starts moto first

import pcluster.aws.common

# ParallelCluster opens a session of botocore, 20 ms, each time it asks for the region: more than
# half of the time. Modules that are imported from here on ask once.
pcluster.aws.common.get_region = functools.cache(pcluster.aws.common.get_region)

import pcluster.validators.common as validators  # noqa: E402 - after the cache
from pcluster.models.cluster import (  # noqa: E402
    Cluster,
    ConfigValidationError,
)
from pcluster.validators.common import FailureLevel  # noqa: E402

CLUSTER = "demo-dev"
"""The name of a cluster that nobody named."""

Finding = tuple[str, str, str]
"""Level, validator and message, with roles for ids."""


def validate(
    configs: Mapping[str, Any], clusters: Mapping[str, str], mount_target_rules: Rules
) -> dict[str, dict[str, list[Finding] | list[str]]]:
    """Return, for each cluster file, what ParallelCluster finds, and which validators ran."""
    ids = seed(mount_target_rules)
    ran = _count_validators()
    answers: dict[str, dict[str, list[Finding] | list[str]]] = {}
    for name, config in configs.items():
        ran.clear()
        findings = _findings(clusters.get(name, CLUSTER), _with_ids(json.dumps(config), ids))
        roles = {id_: role for role, id_ in ids.items()}
        answers[name] = {
            "findings": sorted(
                {(level, name_, _readable(text, roles)) for level, name_, text in findings}
            ),
            "validators": sorted(ran),
        }
    return answers


def _with_ids(text: str, ids: Mapping[str, str]) -> str:
    for role, id_ in ids.items():
        text = text.replace(role, id_)
    return text


def _readable(text: str, roles: Mapping[str, str]) -> str:
    return re.sub(r"fsmt-[0-9a-f]+", "<mount_target>", _with_ids(text, roles))


def _findings(cluster: str, text: str) -> list[Finding]:
    """Return what a request to create a cluster would be told, at level WARNING.

    What ParallelCluster remembers of AWS's answers stays true for the next file, as the account
    does not change; to ask again would double the time.
    """
    try:
        found = Cluster(cluster, text).validate_create_request(set(), FailureLevel.WARNING)
    except ConfigValidationError as error:
        found = error.validation_failures
        if not found:
            return [("ERROR", type(error).__name__, str(error))]
    return [
        (each.level.name, each.validator_type, each.message)
        for each in found
        if each.level.value >= FailureLevel.WARNING.value
    ]


def _count_validators() -> Counter[str]:
    """Count every validator that is executed, by its name."""
    ran: Counter[str] = Counter()
    execute = validators.Validator.execute
    execute_async = validators.AsyncValidator.execute_async

    def counted(self: Any, *given: Any, **named: Any) -> Any:  # noqa: ANN401
        ran[self.type] += 1
        return execute(self, *given, **named)

    async def counted_async(self: Any, *given: Any, **named: Any) -> Any:  # noqa: ANN401
        ran[self.type] += 1
        return await execute_async(self, *given, **named)

    validators.Validator.execute = counted
    validators.AsyncValidator.execute_async = counted_async
    return ran
