"""What a resource type and a completion look like to the template engine."""

from dataclasses import dataclass
from typing import Protocol

from localaws.convert import Properties

Attributes = dict[str, str]


@dataclass(frozen=True)
class Declaration:
    """A resource as a template declares it, with every function resolved."""

    stack: str
    logical_id: str
    properties: Properties


class ResourceType(Protocol):
    """A module of `localaws/types` or `localaws/replace`: one CloudFormation type, done by us."""

    TYPE: str
    # Properties that CloudFormation documents with "Update requires: Replacement".
    REPLACING: tuple[str, ...]

    @staticmethod
    def create(declaration: Declaration) -> tuple[str, Attributes]:
        """Create the resource and return what `Ref` and `Fn::GetAtt` give."""

    @staticmethod
    def update(
        physical_id: str, old: Properties, new: Properties
    ) -> tuple[str, Attributes] | Attributes:
        """Apply changes that need no replacement and return what `Fn::GetAtt` gives.

        With another physical id before it, `Ref` changes; the old one is then deleted.
        """

    @staticmethod
    def delete(physical_id: str, properties: Properties) -> None:
        """Delete the resource."""


class Completion(Protocol):
    """A module of `localaws/complete`: the rest of a type that ministack supports in part."""

    TYPE: str

    @staticmethod
    def complete(physical_id: str, old: Properties, new: Properties) -> Attributes:
        """Apply what ministack's handler left out, after it; `old` is empty after a create."""

    @staticmethod
    def before_delete(physical_id: str) -> None:
        """Do, or refuse, what comes before ministack deletes the resource."""
