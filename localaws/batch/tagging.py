"""Tags of Batch's resources, jobs included."""

from typing import Any

from localaws.batch import arns, definitions
from localaws.batch.ending import need
from localaws.batch.ledger import Ledger
from localaws.batch.refusal import RefusalError
from localaws.batch.store import DEFINITION, KINDS, Record, Store

Parameters = dict[str, Any]


def tag(store: Store, ledger: Ledger, parameters: Parameters) -> Record:
    """Add tags to a resource."""
    _tags(store, ledger, parameters["resourceArn"]).update(parameters["tags"])
    return {}


def untag(store: Store, ledger: Ledger, parameters: Parameters) -> Record:
    """Remove tags from a resource."""
    tags = _tags(store, ledger, parameters["resourceArn"])
    for key in parameters["tagKeys"]:
        tags.pop(key, None)
    return {}


def listed(store: Store, ledger: Ledger, parameters: Parameters) -> Record:
    """Return a resource's tags."""
    return {"tags": dict(_tags(store, ledger, parameters["resourceArn"]))}


def _tags(store: Store, ledger: Ledger, arn: str) -> dict[str, str]:
    """Return the tags of a resource, to be changed in place."""
    tags: dict[str, str]
    kind = arn.rpartition("/")[0].rpartition(":")[2]
    if kind == "job":
        tags = need(ledger, arn).submission.tags
        return tags
    if kind not in KINDS:
        raise RefusalError(f"Resource {arn} cannot be tagged.")
    if kind == DEFINITION:
        tags = definitions.find(store, arn)["tags"]
    else:
        tags = store.need(kind, arns.name_of(arn), f"Resource {arn} does not exist.")["tags"]
    return tags
