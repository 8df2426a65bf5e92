"""What the program needs of Secrets Manager's client, as boto3 has no types of its own."""

from typing import Any, Protocol


class SecretsManager(Protocol):
    """The part of `boto3.client("secretsmanager")` that is used here."""

    @property
    def exceptions(self) -> Any:  # noqa: ANN401 (boto3 makes its classes while it runs)
        """The errors that the service names."""

    def describe_secret(self, *, SecretId: str) -> dict[str, Any]:  # noqa: N803
        """Return the labels of all versions."""

    def get_secret_value(self, **which: str) -> dict[str, Any]:
        """Return one version."""

    def put_secret_value(self, **what: str | list[str]) -> dict[str, Any]:
        """Write one version."""

    def update_secret_version_stage(self, **what: str) -> dict[str, Any]:
        """Move a label from one version to another."""
