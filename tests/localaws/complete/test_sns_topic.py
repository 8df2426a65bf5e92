"""AWS::SNS::Topic: encryption, signatures and tracing."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate

KEY = {
    "Type": "AWS::KMS::Key",
    "Properties": {
        "KeyPolicy": {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}
            ],
        }
    },
}
OUTPUTS = {"Topic": {"Ref": "Topic"}, "Key": {"Fn::GetAtt": ["Key", "Arn"]}}


def test_attributes_are_set_and_taken_back(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """What the template says about the topic is what SNS says, also after an update."""

    def attributes(**properties: Any) -> tuple[dict[str, str], str]:  # noqa: ANN401
        topic = {"Type": "AWS::SNS::Topic", "Properties": properties}
        outputs = deploy_resources({"Key": KEY, "Topic": topic}, OUTPUTS).outputs
        found = aws.client("sns").get_topic_attributes(TopicArn=outputs["Topic"])["Attributes"]
        return found, outputs["Key"]

    found, key = attributes(
        KmsMasterKeyId={"Fn::GetAtt": ["Key", "Arn"]}, SignatureVersion="2", TracingConfig="Active"
    )
    names = ("KmsMasterKeyId", "SignatureVersion", "TracingConfig")
    assert [found[name] for name in names] == [key, "2", "Active"]
    found, _ = attributes(SignatureVersion="2", DisplayName="changed")
    assert [found.get(name, "") for name in names] == ["", "2", "PassThrough"]
