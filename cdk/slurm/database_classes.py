"""The types of servers that RDS has for MySQL, which is fewer than EC2 has."""

from typing import Annotated

from pydantic import AfterValidator

from cdk.nearest import nearest
from cdk.types import refuse

_SMALL = ("micro", "small", "medium", "large", "xlarge", "2xlarge")
_TO_16 = ("large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge")
_TO_24 = (*_TO_16, "24xlarge")
_TO_32 = (*_TO_24, "32xlarge")
_TO_48 = (*_TO_24, "48xlarge")

FAMILIES = {
    "t3": _SMALL,
    "t4g": _SMALL,
    **dict.fromkeys(("m6g", "m6gd", "m7g", "r6g", "r6gd", "r7g", "x2g"), _TO_16),
    **dict.fromkeys(("m5", "m5d", "r5", "r5b", "r5d"), _TO_24),
    **dict.fromkeys(("m6i", "m6id", "r6i", "r6id"), _TO_32),
    **dict.fromkeys(("m7i", "m8g", "r7i", "r8g"), _TO_48),
}
"""Sizes by family: docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.html."""

CLASSES = tuple(f"db.{family}.{size}" for family, sizes in FAMILIES.items() for size in sizes)

_LONGEST_HINT = 200


def _database_class(value: str) -> str:
    if value in CLASSES:
        return value
    wanted = f"db.{value.removeprefix('db.')}"
    family = f"{wanted.rpartition('.')[0]}."
    hint = nearest(wanted, [name for name in CLASSES if name.startswith(family)] or CLASSES)
    if len(hint) > _LONGEST_HINT:
        hint = "for example db.t4g.small, db.m7g.large, or db.r7g.large"
    raise refuse("is no type of server that RDS has for MySQL", hint)


DatabaseClass = Annotated[str, AfterValidator(_database_class)]
