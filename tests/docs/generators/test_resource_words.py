"""Resources in human words."""

from docs.generators.resource_words import counted


def test_resources_are_counted_in_one_and_several() -> None:
    """The number decides between one and several."""
    types = ["AWS::S3::Bucket", "AWS::KMS::Key", "AWS::S3::Bucket"]
    assert list(counted(types)) == ["2 S3 buckets", "1 KMS key"]


def test_plumbing_is_left_out() -> None:
    """What only comes along with something else is not counted."""
    types = ["AWS::S3::BucketPolicy", "Custom::S3AutoDeleteObjects", "AWS::EC2::RouteTable"]
    assert list(counted(types)) == []


def test_unknown_type_is_shown_by_its_own_words() -> None:
    """A new type appears in the picture before anyone has named it."""
    types = ["AWS::Glue::DataBrew", "AWS::Glue::DataBrew"]
    assert list(counted(types)) == ["2 Glue data brews"]
