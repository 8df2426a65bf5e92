"""AWS::SNS::Topic: the attributes that ministack's handler leaves out."""

from localaws.convert import Properties
from localaws.gateway import client
from localaws.resource import Attributes

TYPE = "AWS::SNS::Topic"
# Each with what SNS has where a template says nothing.
_ATTRIBUTES = {"KmsMasterKeyId": "", "SignatureVersion": "1", "TracingConfig": "PassThrough"}


def complete(physical_id: str, old: Properties, new: Properties) -> Attributes:
    """Set each attribute that is there, and take back each that is not there any more.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html
    """
    sns = client("sns")
    for name, default in _ATTRIBUTES.items():
        wanted = new.get(name, default)
        if wanted != old.get(name, default):
            sns.set_topic_attributes(
                TopicArn=physical_id, AttributeName=name, AttributeValue=wanted
            )
    return {}


def before_delete(physical_id: str) -> None:
    """Do nothing."""
