"""Single objects in S3, asked for in ways that a project's rights allow."""

from typing import Any

from virtuallab.places import Place


def is_there(s3: Any, place: Place, file: str) -> bool:  # noqa: ANN401 - a boto3 client
    """Tell whether a place has a file.

    By listing: a role that may list its own prefix alone gets 403 for a missing object, not 404, as
    a question for one object says no prefix:
    docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    """
    key = f"{place.prefix}{file}"
    page = s3.list_objects_v2(Bucket=place.bucket, Prefix=key, MaxKeys=1)
    return any(each["Key"] == key for each in page.get("Contents", ()))


def read(s3: Any, place: Place, file: str) -> bytes | None:  # noqa: ANN401 - a boto3 client
    """Return a file of a place; None if it is not there."""
    if not is_there(s3, place, file):
        return None
    body: bytes = s3.get_object(Bucket=place.bucket, Key=f"{place.prefix}{file}")["Body"].read()
    return body
