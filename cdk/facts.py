"""What the platform tells everything that is not part of its own stacks."""

from pydantic import BaseModel, ConfigDict


class Facts(BaseModel):
    """Values that the foundation publishes and others read, each under its own SSM parameter.

    A fact says what something is, not who uses it. `None` means that the lab has none. The
    docstring of a field becomes the description of its parameter.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    data_key_arn: str | None = None
    """ARN of the KMS key that encrypts the lab's data at rest."""
    raw_bucket_name: str | None = None
    """Name of the bucket for what instruments and sequencers deliver."""
    scratch_bucket_name: str | None = None
    """Name of the bucket for intermediate files, which expire."""
    results_bucket_name: str | None = None
    """Name of the bucket for what analyses produce and people read."""
    archive_bucket_name: str | None = None
    """Name of the bucket for what must be kept and is hardly ever read."""
    file_system_id: str | None = None
    """Id of the shared EFS file system."""

    def known(self) -> dict[str, str]:
        """Return the facts that the lab has, by name."""
        return {name: value for name, value in self if value is not None}

    def need(self, name: str) -> str:
        """Return a fact that must be there.

        Raises:
            ValueError: if the lab has none, or it was not read.
        """
        if (value := self.known().get(name)) is None:
            raise ValueError(f"the fact {name} is needed and was not read: name it in the stack")
        return value

    @classmethod
    def description(cls, name: str) -> str:
        """Return what a fact is, in one sentence.

        Raises:
            KeyError: if there is no such fact.
        """
        return cls.model_fields[name].description or ""
