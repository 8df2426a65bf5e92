"""Tests of single values: what is accepted, what is refused."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from cdk import types

GOOD = [
    (types.AccountId, "012345678901"),
    (types.Region, "ap-southeast-7"),
    (types.Cidr, "0.0.0.0/0"),
    (types.VpcCidr, "172.18.0.0/16"),
    (types.VpcCidr, "192.168.0.0/20"),
    (types.VpcId, "vpc-0a1b2c3d4e5f67890"),
    (types.SubnetId, "subnet-0a1b2c3d"),
    (types.ZoneName, "ap-southeast-2a"),
    (types.LabName, "genome-centre-7"),
    (types.EnvName, "dev"),
    (types.ProjectName, "x1"),
    (types.ProjectName, "a" * 32),
    (types.Email, "a.b+c@x.example"),
    (types.TagValue, "grant 4711: a/b=c+d-e@f_g"),
    (types.Member, "user/ada"),
    (types.Member, "role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_X_*"),
    (types.PosixId, 65533),
    (types.ImageName, "pangeo/pangeo-notebook:2025.08.14"),
    (types.ImageName, "111122223333.dkr.ecr.us-east-1.amazonaws.com/lab/r:4.5"),
    (types.ImageName, "localhost:5000/r@sha256:" + "0" * 64),
]
BAD = [
    (types.AccountId, "11112222333"),
    (types.AccountId, "\u0661" * 12),
    (types.AccountId, True),
    (types.Region, "us-east"),
    (types.Cidr, "10.0.0.0/33"),
    (types.Cidr, "::/0"),
    (types.VpcCidr, "10.0.0.0/8"),
    (types.VpcCidr, "172.16.0.0/12"),
    (types.VpcCidr, "100.64.0.0/16"),
    (types.VpcId, "vpc-XYZ"),
    (types.SubnetId, "vpc-0a1b2c3d"),
    (types.ZoneName, "eu-central-1"),
    (types.LabName, "x"),
    (types.LabName, "Demo"),
    (types.LabName, "a--b"),
    (types.LabName, "a-b-c-d-e-f-g-h-i-j-k"),
    (types.EnvName, "staging-of-the-lab"),
    (types.ProjectName, "a" * 33),
    (types.ProjectName, "1st"),
    (types.ProjectName, "ends-"),
    (types.ProjectName, "a_b"),
    (types.ProjectName, "default"),
    (types.ProjectName, "aws-x"),
    (types.ProjectName, "line\n"),
    (types.Email, "nobody"),
    (types.TagValue, ""),
    (types.TagValue, "a;b"),
    (types.Member, "group/x"),
    (types.Member, "role/"),
    (types.PosixId, 65534),
    (types.PosixId, 999),
    (types.ImageName, "pangeo/pangeo-notebook"),
    (types.ImageName, "pangeo/pangeo-notebook:latest"),
    (types.ImageName, "pangeo/pangeo-notebook@sha256:123"),
    (types.ImageName, "an image"),
]


@pytest.mark.parametrize(("kind", "value"), GOOD)
def test_good_values_stay_as_they_are(kind: Any, value: object) -> None:  # noqa: ANN401
    """Validation changes nothing."""
    assert TypeAdapter(kind).validate_python(value, strict=True) == value


@pytest.mark.parametrize(("kind", "value"), BAD)
def test_bad_values_are_refused(kind: Any, value: object) -> None:  # noqa: ANN401
    """Every type knows what it is not."""
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value, strict=True)
