"""What a synthesised stack holds, in a few words for a picture."""

from collections.abc import Iterator
from dataclasses import dataclass

from cdk.facts import Facts
from console.assembly import Assembly, StackArtifact
from docs.generators.resource_words import counted

FACT_TYPE = "AWS::SSM::Parameter::Value<String>"


@dataclass(frozen=True)
class StackSummary:
    """One stack.

    Attributes:
        name: as CloudFormation knows it.
        contents: how many there are of what.
        publishes: names of the facts that it writes.
        reads: names of the facts that it reads when it is deployed.
        not_emulated: what it needs that the embedded AWS does not have; `None` for nothing.
    """

    name: str
    contents: tuple[str, ...]
    publishes: tuple[str, ...]
    reads: tuple[str, ...]
    not_emulated: str | None = None


def summarise(assembly: Assembly) -> list[StackSummary]:
    """Summarise every stack of an assembly, first things first."""
    return [_summary(stack) for stack in assembly.stacks]


def _summary(stack: StackArtifact) -> StackSummary:
    return StackSummary(
        name=stack.name,
        contents=tuple(counted(_types(stack))),
        publishes=tuple(sorted(_published(stack))),
        reads=tuple(sorted(_read(stack))),
        not_emulated=stack.not_emulated,
    )


def _types(stack: StackArtifact) -> Iterator[str]:
    for logical_id, resource in stack.resources.items():
        # CDK's own Lambda functions come with a role that is nobody else's.
        if "CustomResourceProvider" not in logical_id:
            yield resource["Type"]


def _published(stack: StackArtifact) -> Iterator[str]:
    for resource in stack.resources.values():
        if resource["Type"] == "AWS::SSM::Parameter":
            name = resource["Properties"].get("Name", "").rpartition("/")[2]
            if name in Facts.model_fields:
                yield name


def _read(stack: StackArtifact) -> Iterator[str]:
    for parameter in stack.template.get("Parameters", {}).values():
        # The other one of this type is CDK's own, the version of the bootstrap stack.
        if parameter["Type"] == FACT_TYPE and parameter["Default"].startswith("/lab/"):
            yield parameter["Default"].rpartition("/")[2]
