"""Who is told that a folder failed for good."""

from collections.abc import Sequence

from aws_cdk import aws_kms as kms, aws_sns as sns, aws_sns_subscriptions as subscriptions
from constructs import Construct


class FailureAlerts(Construct):
    """A topic, encrypted by the lab's key, with a mail address or more.

    AWS sends each address a mail to confirm first; until then it gets nothing else.

    Attributes:
        topic: what failures are published to.
    """

    topic: sns.Topic

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        project: str,
        emails: Sequence[str],
        key: kms.IKey,
    ) -> None:
        super().__init__(scope, construct_id)
        self.topic = sns.Topic(
            self,
            "Topic",
            display_name=f"Jobs of {project}",
            master_key=key,
            enforce_ssl=True,
        )
        for email in emails:
            self.topic.add_subscription(subscriptions.EmailSubscription(email))
