"""The items of a distributed map that lie in S3, read as the execution role."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from ministack.services import stepfunctions

from localaws.stepfunctions import role
from localaws.stepfunctions.map_fields import MapFields
from localaws.stepfunctions.running import Execution

RESOURCE = "arn:aws:states:::s3:getObject"
INPUT_TYPES = ("CSV", "JSON", "JSONL")


def read(fields: MapFields, execution: Execution) -> list[Any]:
    """Return the items of a Map state's `ItemReader`.

    docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html

    Raises:
        stepfunctions._ExecutionError: The role may not read the object, or it is not what the
            reader says, or the reader wants what the embedded AWS does not have.
    """
    reader = fields.state["ItemReader"]
    config = reader.get("ReaderConfig") or {}
    kind = config.get("InputType", "JSON")
    if reader.get("Resource") != RESOURCE or kind not in INPUT_TYPES:
        raise stepfunctions._ExecutionError(
            "States.Runtime",
            f"The embedded AWS reads items with {RESOURCE} as {', '.join(INPUT_TYPES)} only, not"
            f" with {reader.get('Resource')} as {kind}",
        )
    where = fields.arguments(reader)
    try:
        answer = role.client(execution, "s3").get_object(**where)
        text = answer["Body"].read().decode()
        items = stepfunctions._parse_reader_items(text, config)
    except (ClientError, BotoCoreError, ValueError, LookupError, TypeError) as error:
        raise stepfunctions._ExecutionError(
            "States.ItemReaderFailed",
            f"{error} (Bucket: {where.get('Bucket')}, Key: {where.get('Key')})",
        ) from error
    if not isinstance(items, list):
        raise stepfunctions._ExecutionError(
            "States.ItemReaderFailed", f"{where.get('Key')} holds no array"
        )
    most = fields.number("MaxItems", config)
    return items[: int(most)] if most else items
