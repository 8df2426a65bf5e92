"""S3 through boto3: requests are retried by botocore, files moved by its transfer manager."""

import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import boto3
from boto3.s3.transfer import TransferConfig, create_transfer_manager
from botocore.config import Config
from botocore.exceptions import ClientError

from lab_runner.location import Location

CONNECTIONS = 16
ATTEMPTS = 8
CONFLICTS, CONFLICT_SECONDS = 5, 1.0
DELETIONS = 1000  # keys in one request
MISSING = ("NoSuchKey", "404")
DENIED = ("AccessDenied", "403")


@dataclass(frozen=True)
class Entry:
    """An object below a prefix: what follows the prefix in its key, and its bytes."""

    name: str
    size: int

    @property
    def is_mark(self) -> bool:
        """Whether it is what consoles mark a folder with: empty, with a key that ends in /."""
        return not self.size and (not self.name or self.name.endswith("/"))


class Store:
    """S3 with the credentials, region and endpoint of the environment."""

    def __init__(self) -> None:
        # An endpoint of its own seldom has a host name for each bucket.
        own = any(os.environ.get(f"AWS_ENDPOINT_URL{suffix}") for suffix in ("", "_S3"))
        self._client = boto3.client(
            "s3",
            region_name=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"),
            config=Config(
                retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
                max_pool_connections=CONNECTIONS,
                s3={"addressing_style": "path" if own else "auto"},
            ),
        )

    def read(self, location: Location) -> bytes | None:
        """Return an object's bytes, or None when it is missing.

        S3 answers 403 about a missing object to whoever may not list the whole bucket, and a
        project may list its own folder only:
        docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html.
        """
        try:
            answer = self._client.get_object(Bucket=location.bucket, Key=location.key)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in MISSING or (code in DENIED and not self._is_listed(location)):
                return None
            raise
        body: bytes = answer["Body"].read()
        return body

    def _is_listed(self, location: Location) -> bool:
        answer = self._client.list_objects_v2(Bucket=location.bucket, Prefix=location.key)
        return any(found["Key"] == location.key for found in answer.get("Contents", []))

    def list(self, prefix: Location) -> list[Entry]:
        """Return every object below a prefix, in the order of keys."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=prefix.bucket, Prefix=prefix.key
        )
        return [
            Entry(found["Key"].removeprefix(prefix.key), found["Size"])
            for page in pages
            for found in page.get("Contents", [])
        ]

    def write(self, location: Location, body: bytes, content_type: str) -> None:
        """Write a small object."""
        self._client.put_object(
            Bucket=location.bucket, Key=location.key, Body=body, ContentType=content_type
        )

    def write_new(self, location: Location, body: bytes, content_type: str) -> bool:
        """Write a small object unless there is one; return whether it was written.

        Where another such write is under way, S3 answers 409 and wants to be asked again.
        """
        for _ in range(CONFLICTS):
            written = self._write_new(location, body, content_type)
            if written is not None:
                return written
            time.sleep(CONFLICT_SECONDS)
        return False

    def _write_new(self, location: Location, body: bytes, content_type: str) -> bool | None:
        """Return whether an object was written; None if nobody knows yet whether there is one."""
        try:
            self._client.put_object(
                Bucket=location.bucket,
                Key=location.key,
                Body=body,
                ContentType=content_type,
                IfNoneMatch="*",
            )
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            if status == HTTPStatus.PRECONDITION_FAILED:
                return False
            if status == HTTPStatus.CONFLICT:
                return None
            raise
        return True

    def delete(self, locations: Sequence[Location]) -> None:
        """Delete objects of one bucket."""
        for start in range(0, len(locations), DELETIONS):
            batch = locations[start : start + DELETIONS]
            answer = self._client.delete_objects(
                Bucket=batch[0].bucket,
                Delete={"Objects": [{"Key": each.key} for each in batch], "Quiet": True},
            )
            for failed in answer.get("Errors", []):
                raise ClientError({"Error": failed}, "DeleteObjects")

    def download(self, pairs: Iterable[tuple[Location, Path]]) -> None:
        """Fetch objects into files, several at once; large ones in parts."""
        with create_transfer_manager(self._client, _transfers()) as manager:
            futures = [
                manager.download(location.bucket, location.key, str(path))
                for location, path in pairs
            ]
            for future in futures:
                future.result()

    def upload(self, pairs: Iterable[tuple[Path, Location]]) -> None:
        """Bring files to objects, several at once; S3 compares the checksums that boto3 sends."""
        with create_transfer_manager(self._client, _transfers()) as manager:
            futures = [
                manager.upload(str(path), location.bucket, location.key) for path, location in pairs
            ]
            for future in futures:
                future.result()


def _transfers() -> TransferConfig:
    """Return how files are moved: with boto3's own threads, which bound the memory too."""
    return TransferConfig(max_concurrency=CONNECTIONS, preferred_transfer_client="classic")
