"""What CloudFormation would make of a template's custom resources: their order and properties."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

Template = Mapping[str, Any]

_PSEUDO = {
    "AWS::AccountId": "111122223333",
    "AWS::Partition": "aws",
    "AWS::Region": "us-east-1",
    "AWS::URLSuffix": "amazonaws.com",
}
_LOOKS = {
    ("AWS::EC2::SecurityGroup", "GroupId"): "sg-0123456789abcdef0",
    ("AWS::EC2::Subnet", "Ref"): "subnet-0123456789abcdef0",
    ("AWS::EKS::Cluster", "ClusterSecurityGroupId"): "sg-0123456789abcdef1",
}
"""What Ref or an attribute of a resource gives, where somebody reads it closely."""


@dataclass(frozen=True)
class CustomResource:
    """One resource that CDK's handler makes.

    Attributes:
        logical_id: its name in the template.
        kind: its type, such as `Custom::AWSCDK-EKS-HelmChart`.
        properties: as the template has them, resolved.
    """

    logical_id: str
    kind: str
    properties: dict[str, Any]


def custom_resources(
    template: Template, others: Mapping[str, Template], parameters: Mapping[str, str]
) -> list[CustomResource]:
    """Return what the kubectl handler is asked for, in the order of creation.

    Args:
        template: of the stack.
        others: those of all stacks, which export what this one imports.
        parameters: values of SSM parameters, by name.
    """
    resources = template["Resources"]
    graph = {name: set(_dependencies(each, resources)) for name, each in resources.items()}
    resolver = _Resolver(template, others, parameters)
    return [
        CustomResource(
            name, resources[name]["Type"], resolver.resolve(resources[name]["Properties"])
        )
        for name in TopologicalSorter(graph).static_order()
        if resources[name]["Type"].startswith("Custom::AWSCDK-EKS-")
    ]


def _dependencies(resource: Mapping[str, Any], resources: Mapping[str, Any]) -> Iterator[str]:
    explicit = resource.get("DependsOn", [])
    yield from [explicit] if isinstance(explicit, str) else explicit
    yield from (name for name in _named(resource.get("Properties")) if name in resources)


def _named(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if "Ref" in node:
            yield node["Ref"]
        if "Fn::GetAtt" in node:
            yield node["Fn::GetAtt"][0]
        for each in node.values():
            yield from _named(each)
    elif isinstance(node, list):
        for each in node:
            yield from _named(each)


@dataclass(frozen=True)
class _Resolver:
    template: Template
    others: Mapping[str, Template]
    parameters: Mapping[str, str]

    def resolve(self, node: Any) -> Any:  # noqa: ANN401
        if isinstance(node, list):
            return [self.resolve(each) for each in node]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            ((function, argument),) = node.items()
            if function == "Ref" or function.startswith("Fn::"):
                return self._call(function, argument)
        return {key: self.resolve(each) for key, each in node.items()}

    def _call(self, function: str, argument: Any) -> str:  # noqa: ANN401
        match function:
            case "Ref" if argument in self.template.get("Parameters", {}):
                return self.parameters[self.template["Parameters"][argument]["Default"]]
            case "Ref" if argument in _PSEUDO:
                return _PSEUDO[argument]
            case "Ref" | "Fn::GetAtt":
                return _physical(self.template, {function: argument})
            case "Fn::ImportValue":
                return self._imported(argument)
            case "Fn::Join":
                return str(argument[0]).join(map(str, self.resolve(argument[1])))
        raise ValueError(f"{function} is not resolved here")

    def _imported(self, name: str) -> str:
        for template in self.others.values():
            for output in template.get("Outputs", {}).values():
                if output.get("Export", {}).get("Name") == name:
                    return _physical(template, output["Value"])
        raise KeyError(f"no stack exports {name}")


def _physical(template: Template, reference: Mapping[str, Any]) -> str:
    """Return what a reference gives: by its looks, or else the logical id."""
    logical_id, attribute = reference.get("Fn::GetAtt") or (reference["Ref"], "Ref")
    type_ = template["Resources"][logical_id]["Type"]
    return _LOOKS.get((type_, attribute), str(logical_id))
