"""Conversion of template properties, guided by botocore's models."""

import botocore.session
import pytest
from botocore.model import StructureShape

from localaws.convert import UnmappedPropertyError, to_parameters


def _input(service: str, operation: str) -> StructureShape:
    """Return the model of an operation's parameters."""
    model = botocore.session.Session().get_service_model(service)
    shape = model.operation_model(operation).input_shape
    assert shape is not None
    return shape


def test_names_match_whatever_their_case() -> None:
    """CloudFormation writes `ClusterName` where the API has `clusterName`."""
    shape = _input("eks", "DeleteAddon")
    properties = {"ClusterName": "lab", "AddonName": "cni"}
    assert to_parameters(shape, properties) == {"clusterName": "lab", "addonName": "cni"}


def test_scalars_get_the_modelled_type() -> None:
    """A template may write numbers and booleans as text."""
    shape = _input("ec2", "CreateFlowLogs")
    properties = {"MaxAggregationInterval": "60", "DryRun": "false", "LogFormat": 1}
    expected = {"MaxAggregationInterval": 60, "DryRun": False, "LogFormat": "1"}
    assert expected == to_parameters(shape, properties)


def test_booleans_become_text_where_text_is_wanted() -> None:
    """A boolean in a text member is lower case, as CloudFormation sends it."""
    shape = _input("ec2", "CreateFlowLogs")
    assert to_parameters(shape, {"LogFormat": True}) == {"LogFormat": "true"}


def test_single_value_becomes_a_list_where_a_list_is_wanted() -> None:
    """CloudFormation accepts a value in the place of a list of one."""
    shape = _input("ec2", "CreateFlowLogs")
    assert to_parameters(shape, {"ResourceIds": "vpc-1"}) == {"ResourceIds": ["vpc-1"]}


def test_tag_list_becomes_a_map_where_a_map_is_wanted() -> None:
    """Some APIs take tags as a map."""
    shape = _input("backup", "TagResource")
    properties = {"ResourceArn": "arn", "Tags": [{"Key": "project", "Value": "one"}]}
    expected = {"ResourceArn": "arn", "Tags": {"project": "one"}}
    assert expected == to_parameters(shape, properties)


def test_policy_document_becomes_text_where_text_is_wanted() -> None:
    """APIs take policies as JSON text."""
    shape = _input("efs", "PutFileSystemPolicy")
    properties = {"FileSystemId": "fs-1", "Policy": {"Statement": []}}
    assert to_parameters(shape, properties)["Policy"] == '{"Statement": []}'


def test_nested_structures_are_converted() -> None:
    """The rules hold at every depth."""
    shape = _input("backup", "CreateBackupSelection")
    properties = {"BackupSelection": {"SelectionName": "all", "Resources": "arn:aws:efs"}}
    expected = {"BackupSelection": {"SelectionName": "all", "Resources": ["arn:aws:efs"]}}
    assert expected == to_parameters(shape, properties)


def test_unknown_property_is_refused_with_its_path() -> None:
    """Nothing is dropped in silence."""
    shape = _input("backup", "CreateBackupSelection")
    with pytest.raises(UnmappedPropertyError) as error:
        to_parameters(shape, {"BackupSelection": {"SelectionNames": "all"}})
    expected = "BackupSelection.SelectionNames: BackupSelection has no such parameter"
    assert str(error.value).startswith(expected)
