"""Properties that nobody read: each one has a reason, and each reason has a property."""

from pathlib import Path

import pytest

from localaws import unread
from localaws.errors import LocalAwsError
from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate, Sample


def test_every_unread_property_of_the_sample_has_a_reason(aws: LocalAws, sample: Sample) -> None:
    """A lab's templates have no property that is dropped in silence."""
    assert all(result.succeeded for result in sample.results)
    assert unread.unexplained(unread.report(aws.folder), unread.reasons()) == {}


def test_every_reason_still_applies(
    aws: LocalAws,
    sample: Sample,
    deploy_resources: DeployTemplate,
) -> None:
    """A property that somebody reads by now needs no reason any more."""
    assert all(result.succeeded for result in sample.results)
    private = {"Type": "AWS::S3::Bucket", "Properties": {"AccessControl": "Private"}}
    assert deploy_resources({"Bucket": private}).succeeded
    assert unread.obsolete(unread.report(aws.folder), unread.reasons()) == {}


def test_unlisted_property_is_unexplained() -> None:
    """What stands in no list is returned, what matches a pattern is not."""
    found = {"A::B::C": ["Size", "Tags.one"], "A::B::D": ["Name"]}
    accepted = {"A::B::C": {"Tags.*": "kept by reference"}}
    expected = {"A::B::C": ["Size"], "A::B::D": ["Name"]}
    assert expected == unread.unexplained(found, accepted)


def test_listed_property_that_is_read_is_obsolete() -> None:
    """A reason without a property is returned."""
    accepted = {"A::B::C": {"Size": "why", "Tags.*": "why"}}
    assert unread.obsolete({"A::B::C": ["Tags.one"]}, accepted) == {"A::B::C": ["Size"]}


def test_report_of_an_instance_that_never_ran_is_refused(tmp_path: Path) -> None:
    """A wrong folder is not the same as nothing to report."""
    with pytest.raises(LocalAwsError, match="no embedded AWS has run here"):
        unread.report(tmp_path)
