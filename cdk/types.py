"""Annotated types of single values, whose messages carry an example."""

import ipaddress
import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from cdk.nearest import nearest
from cdk.regions import REGIONS


def refuse(message: str, hint: str, *, told: str | None = None) -> PydanticCustomError:
    """Make the error of a value.

    Args:
        message: what is wrong with it.
        hint: what would be right.
        told: what people are told that they gave, if not all of it; nothing if it is empty.
    """
    context = {"message": message, "hint": hint} | ({} if told is None else {"told": told})
    return PydanticCustomError("setting", "{message}", context)


def _text(pattern: str, what: str, example: str) -> AfterValidator:
    compiled = re.compile(pattern, re.ASCII)

    def check(value: str) -> str:
        if compiled.fullmatch(value):
            return value
        raise refuse(f"is not {what}", f"for example {example}")

    return AfterValidator(check)


def _quoted(value: object) -> object:
    # YAML reads bare digits as a number and drops their leading zeros, so the id would be another.
    if isinstance(value, int) and not isinstance(value, bool):
        raise refuse("is a number, and YAML drops leading zeros", f'put it in quotes: "{value}"')
    return value


def _region(value: str) -> str:
    if value in REGIONS:
        return value
    if value.startswith(("cn-", "us-gov-")):
        raise refuse("is in another partition of AWS", "China and GovCloud are not supported")
    raise refuse("is not an AWS region", nearest(value, REGIONS))


PRIVATE_NETWORKS = tuple(
    map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
)
"""Address ranges free for private use (RFC 1918)."""

DOCKER_BRIDGE = ipaddress.IPv4Network("172.17.0.0/16")


def _network(value: str) -> str:
    if ":" in value:
        raise refuse("is an IPv6 network", "only IPv4 is supported, for example 10.20.0.0/16")
    if "/" not in value:
        raise _without_prefix(value)
    try:
        return str(ipaddress.IPv4Network(value))
    except ValueError:
        pass
    try:
        meant = ipaddress.IPv4Network(value, strict=False)
    except ValueError as error:
        raise refuse("is not a network in CIDR form", "for example 10.20.0.0/16") from error
    raise refuse("names an address inside a network, not the network", f"did you mean {meant}?")


def _without_prefix(value: str) -> PydanticCustomError:
    try:
        ipaddress.IPv4Address(value)
    except ValueError:
        return refuse("is no network, and names are not possible here", "for example 192.0.2.0/24")
    # A hint that opens more than was asked for would be followed.
    meant = f"{value}/16" if value.endswith(".0.0") else f"{value}/32, which is that address alone"
    return refuse("has no prefix", f"did you mean {meant}?")


def _vpc_network(value: str) -> str:
    network = ipaddress.IPv4Network(_network(value))
    if not any(network.subnet_of(private) for private in PRIVATE_NETWORKS):
        allowed = ", ".join(map(str, PRIVATE_NETWORKS))
        raise refuse("is not a private address range", f"take a part of {allowed}")
    # AWS allows /16 to /28; below /20 three zones leave no room for pods, one address each.
    if not 16 <= network.prefixlen <= 20:  # noqa: PLR2004
        raise refuse(f"has a prefix of /{network.prefixlen}", "a VPC of a lab is /16 to /20")
    if network.overlaps(DOCKER_BRIDGE):
        raise refuse("contains 172.17.0.0/16, which Docker uses on every host", "move it away")
    return str(network)


# A name becomes an S3 prefix, a Kubernetes namespace and label, a Slurm account and a folder.
_RESERVED_PROJECTS = ("all", "default", "logs", "none", "root", "scripts", "shared")


def _project_name(value: str) -> str:
    example = "a letter, then lower-case letters, digits, single hyphens, 2 to 32, as pbmc-atlas"
    if not re.fullmatch(r"[a-z](-?[a-z0-9])+", value, re.ASCII) or len(value) > 32:  # noqa: PLR2004
        raise refuse("cannot be a name in S3, Kubernetes and Slurm alike", example)
    if value in _RESERVED_PROJECTS or value.startswith(("kube-", "aws-")):
        raise refuse("is reserved by Kubernetes, Slurm or this platform", "add a word to it")
    return value


def _whole_number(value: object) -> object:
    # To Python true is 1 and 30.0 is 30, so a list of allowed numbers would let them pass.
    if type(value) is int:
        return value
    digits = isinstance(value, str) and value.isascii() and value.isdecimal()
    hint = f"write {int(str(value))} without quotes" if digits else "for example 30"
    raise refuse("needs a whole number", hint)


WholeNumber = BeforeValidator(_whole_number)

_IMAGE = re.compile(
    r"([\w.-]+(:\d+)?/)?[a-z0-9._/-]+(?P<tag>:[\w][\w.-]{0,127})?(?P<digest>@sha256:[0-9a-f]{64})?",
    re.ASCII,
)


def _image(value: str) -> str:
    example = "for example pangeo/pangeo-notebook:2026.06.04, or with @sha256: and its 64 digits"
    found = _IMAGE.fullmatch(value)
    if not found:
        raise refuse("is not the name of a container image", example)
    if found["tag"] == ":latest" and not found["digest"]:
        raise refuse("names the tag latest, which is another image tomorrow", example)
    if not found["tag"] and not found["digest"]:
        raise refuse("names neither a tag nor a digest, so nobody knows what runs", example)
    return value


AccountId = Annotated[
    str,
    BeforeValidator(_quoted),
    _text(r"\d{12}", "an AWS account id", '"111122223333", 12 digits'),
]
Region = Annotated[str, AfterValidator(_region)]
Cidr = Annotated[str, AfterValidator(_network)]
VpcCidr = Annotated[str, AfterValidator(_vpc_network)]
VpcId = Annotated[str, _text(r"vpc-[0-9a-f]{8,17}", "a VPC id", "vpc-0a1b2c3d4e5f67890")]
SubnetId = Annotated[
    str, _text(r"subnet-[0-9a-f]{8,17}", "a subnet id", "subnet-0a1b2c3d4e5f67890")
]
ZoneName = Annotated[
    str, _text(r"[a-z]{2}(-[a-z]+)+-\d[a-f]", "an availability zone", "eu-central-1a")
]
LabName = Annotated[
    str,
    _text(
        r"(?=.{2,20}$)[a-z](-?[a-z0-9])+",
        "a lab's name",
        "demo: a letter, then lower-case letters, digits and single hyphens, 2 to 20",
    ),
]
EnvName = Annotated[
    str,
    _text(
        # No hyphen: `demo` in `dev-2` and `demo-dev` in `2` would be one and the same stack.
        r"[a-z][a-z0-9]{1,11}",
        "an environment's name",
        "dev: a letter, then lower-case letters and digits, 2 to 12; rename its file",
    ),
]
ProjectName = Annotated[str, AfterValidator(_project_name)]
# Only signs that a tag may hold as well: every resource bears its owner.
Email = Annotated[
    str,
    _text(r"(?=.{1,256}$)[\w.+=-]+@[\w-]+(\.[\w-]+)+", "a mail address", "jane.doe@example.org"),
]
# What AWS allows in a tag value: docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html
TagValue = Annotated[
    str,
    BeforeValidator(_quoted),
    _text(
        r"(?=\S)[\w .:/=+\-@]{1,256}(?<=\S)",
        "usable as an AWS tag",
        "plain letters a to z, digits, single blanks inside and . : / = + - _ @",
    ),
]
# A tag that moves is another program tomorrow; a digest never moves.
ImageName = Annotated[str, AfterValidator(_image)]
Member = Annotated[
    str,
    _text(
        r"(role|user)/[\w+=,.@/*-]+",
        "an IAM role or user of the lab's account",
        "role/scientists (a * is allowed in the name)",
    ),
]
PosixId = Annotated[int, Field(ge=1000, le=65533)]
"""A Unix user or group number: below 1000 is the system's, 65534 is nobody."""
