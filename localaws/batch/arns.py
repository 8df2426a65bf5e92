"""Names of Batch's resources: ARNs, and what people write instead of them."""

import re

from localaws.batch.refusal import RefusalError

# docs.aws.amazon.com/batch/latest/APIReference: the same rule for every kind of resource.
_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")


def make(account: str, region: str, kind: str, name: str) -> str:
    """Return the ARN of a resource, e.g. of kind `job-queue`."""
    return f"arn:aws:batch:{region}:{account}:{kind}/{name}"


def name_of(reference: str) -> str:
    """Return the name in an ARN, or the name that was given instead."""
    return reference.rsplit("/", 1)[-1]


def scope_of(arn: str) -> tuple[str, str]:
    """Return account and region of an ARN."""
    parts = arn.split(":")
    return parts[4], parts[3]


def require_name(name: str, parameter: str) -> str:
    """Return a name that is allowed.

    Raises:
        RefusalError: It has other signs than letters, digits, - and _, or is too long.
    """
    if not _NAME.fullmatch(name):
        raise RefusalError(
            f"{parameter} {name!r} is not valid: it can be up to 128 letters, numbers, hyphens and"
            " underscores, and must not be empty."
        )
    return name
