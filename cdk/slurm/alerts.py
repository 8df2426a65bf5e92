"""Who is told that the cluster is not well, and where nodes say that they failed."""

from aws_cdk import (
    aws_events as events,
    aws_events_targets as targets,
    aws_kms as kms,
    aws_sns as sns,
    aws_sns_subscriptions as subscriptions,
)
from constructs import Construct


class ClusterAlerts(Construct):
    """A mail to the lab's owner when an alarm of the cluster goes off, or a node cannot start.

    ParallelCluster 3.16.1 makes alarms `<cluster>-HeadNode-...` about health, processor, memory,
    disk and the heartbeat of its daemon, and gives them no action: EventBridge hears of each. The
    sixth alarm, `<cluster>-HeadNode`, goes off together with one of the five and is left out.
    docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html

    Attributes:
        topic: where nodes publish what went wrong.
    """

    topic: sns.Topic

    def __init__(
        self, scope: Construct, construct_id: str, *, cluster_name: str, email: str, key: kms.IKey
    ) -> None:
        """Build topic and rule.

        Args:
            scope: in the stack of the cluster.
            construct_id: part of every logical id below.
            cluster_name: how names of the alarms begin.
            email: who gets a mail to confirm first, and then every alert.
            key: what encrypts alerts on their way.
        """
        super().__init__(scope, construct_id)
        self.topic = sns.Topic(
            self,
            "Topic",
            display_name=f"Slurm cluster {cluster_name}",
            master_key=key,
            enforce_ssl=True,
        )
        self.topic.add_subscription(subscriptions.EmailSubscription(email))
        rule = events.Rule(
            self,
            "Rule",
            description=f"An alarm of the cluster {cluster_name} goes off",
            event_pattern=events.EventPattern(
                source=["aws.cloudwatch"],
                detail_type=["CloudWatch Alarm State Change"],
                detail={
                    "alarmName": [{"prefix": f"{cluster_name}-HeadNode-"}],
                    "state": {"value": ["ALARM"]},
                },
            ),
        )
        # CDK lets EventBridge use the key too, in the key's own policy.
        rule.add_target(targets.SnsTopic(self.topic, message=_message(cluster_name)))


def _message(cluster_name: str) -> events.RuleTargetInput:
    def told(path: str) -> str:
        return events.EventField.from_path(f"$.{path}")

    return events.RuleTargetInput.from_multiline_text(
        f"Cluster: {cluster_name}\n"
        f"Alarm:   {told('detail.alarmName')}\n"
        f"Since:   {told('time')}\n"
        f"Reason:  {told('detail.state.reason')}\n"
        "The head node runs Slurm's controller: jobs that run go on, and new ones may not start.\n"
        "https://docs.aws.amazon.com/parallelcluster/latest/ug/troubleshooting-v3.html"
    )
