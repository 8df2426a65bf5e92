"""A project's fan-out: job definition, state machine, alerts, and how people reach them."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from aws_cdk import (
    ArnFormat,
    RemovalPolicy,
    Stack,
    aws_iam as iam,
    aws_kms as kms,
    aws_logs as logs,
)
from constructs import Construct

from cdk.facts import Facts
from cdk.fan_out.alerts import FailureAlerts
from cdk.fan_out.config import FanOutConfig
from cdk.fan_out.job_definition import RunnerJobDefinition
from cdk.fan_out.machine_access import machine_statements
from cdk.fan_out.owner import JobOwner
from cdk.fan_out.run_access import attempts_statement, run_statements
from cdk.fan_out.state_machine import FanOutStateMachine
from cdk.fan_out.submit_access import SubmitAccess
from cdk.fan_out.summary import SummaryFunction
from cdk.naming import project_prefix, share_identifier


class FanOut(Construct):
    """One job for each child folder of a parent, submitted as one execution of a state machine.

    The execution's input is what `virtuallab.execution_input` makes; its name is that of the run.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        owner: JobOwner,
        config: FanOutConfig,
        image: str,
        price_table: Mapping[str, Any],
        facts: Facts,
    ) -> None:
        """Build the fan-out.

        Args:
            scope: the project's stack.
            construct_id: part of every logical id below.
            owner: whose jobs they are.
            config: the settings.
            image: the container image of jobs.
            price_table: sizes and prices of machines, for people.
            facts: queues, key and file system of the lab.

        Raises:
            ValueError: if there are no queues, or no key.
        """
        super().__init__(scope, construct_id)
        self._owner, self._config, self._facts = owner, config, facts
        alerts = self._alerts(config.alert_emails or (owner.email,))
        jobs = RunnerJobDefinition(
            self,
            "Jobs",
            owner=owner,
            config=config,
            image=image,
            log_group=self._log_group(),
            file_system_id=facts.file_system_id,
        )
        summary = SummaryFunction(
            self, "Summary", project=owner.project, statements=self._run_statements()
        )
        machine = self._machine(alerts, jobs, summary, price_table["max_vcpus"])
        SubmitAccess(
            self,
            "Submit",
            owner=owner,
            machine=machine.machine,
            log_group=jobs.log_group,
            settings=self._settings(alerts, jobs, machine) | dict(price_table),
        )

    def _alerts(self, emails: Sequence[str]) -> FailureAlerts:
        key = kms.Key.from_key_arn(self, "Key", self._facts.need("data_key_arn"))
        return FailureAlerts(self, "Alerts", project=self._owner.project, emails=emails, key=key)

    def _machine(
        self,
        alerts: FailureAlerts,
        jobs: RunnerJobDefinition,
        summary: SummaryFunction,
        max_vcpus: Mapping[str, int],
    ) -> FanOutStateMachine:
        facts, stack = self._facts, Stack.of(self)
        queue, on_demand = facts.need("batch_queue_arn"), facts.need("batch_on_demand_queue_arn")
        # Without GPUs nobody is let ask for them; the state machine names queues that exist.
        gpu = facts.batch_gpu_queue_arn or queue
        gpu_on_demand = facts.batch_gpu_on_demand_queue_arn or on_demand
        return FanOutStateMachine(
            self,
            "Machine",
            substitutions={
                "Region": stack.region,
                "Lab": self._owner.lab,
                "Environment": self._owner.env,
                "Project": self._owner.project,
                "Queue": queue,
                "OnDemandQueue": on_demand,
                "OnDemandMaxVcpus": str(max_vcpus["on_demand"]),
                "GpuQueue": gpu,
                "GpuOnDemandQueue": gpu_on_demand,
                "GpuOnDemandMaxVcpus": str(max_vcpus.get("gpu_on_demand", 0)),
                "JobDefinition": jobs.definition.ref,
                "ShareIdentifier": share_identifier(self._owner.project),
                "AlertTopic": alerts.topic.topic_arn,
                "LogGroup": jobs.log_group.log_group_name,
                "SummaryFunction": summary.function.function_arn,
            },
            statements=[
                *self._run_statements(),
                attempts_statement(self._owner.project, buckets=self._buckets()),
                *machine_statements(
                    self,
                    job_definition_arn=jobs.definition.ref,
                    queue_arns=list(dict.fromkeys((queue, on_demand, gpu, gpu_on_demand))),
                    topic_arn=alerts.topic.topic_arn,
                    function_arn=summary.function.function_arn,
                    key_arn=facts.need("data_key_arn"),
                ),
            ],
        )

    def _buckets(self) -> list[str]:
        stack = Stack.of(self)
        return [
            stack.format_arn(
                service="s3",
                region="",
                account="",
                resource=self._owner.folders[name],
                arn_format=ArnFormat.NO_RESOURCE_NAME,
            )
            for name in self._owner.writable
        ]

    def _run_statements(self) -> list[iam.PolicyStatement]:
        return run_statements(
            self._owner.project,
            buckets=self._buckets(),
            key_arn=self._facts.need("data_key_arn"),
            region=Stack.of(self).region,
        )

    def _settings(
        self, alerts: FailureAlerts, jobs: RunnerJobDefinition, machine: FanOutStateMachine
    ) -> dict[str, Any]:
        config, prefix = self._config, project_prefix(self._owner.project)
        return {
            "state_machine_arn": machine.machine.state_machine_arn,
            "log_group": jobs.log_group.log_group_name,
            "alert_topic_arn": alerts.topic.topic_arn,
            "folders": {
                name: f"s3://{bucket}/{prefix}" for name, bucket in self._owner.folders.items()
            },
            "writable": list(self._owner.writable),
            **config.model_dump(include={"max_concurrency", "max_failures", "timeout_minutes"}),
            "host_loss_attempts": config.host_loss_attempts,
            "escalation": config.escalation.model_dump(),
        }

    def _log_group(self) -> logs.LogGroup:
        # It may go with the project: the runner keeps a copy of each log beside the results.
        group = logs.LogGroup(self, "LogGroup", removal_policy=RemovalPolicy.DESTROY)
        # LogGroup wants an enum of words; CloudFormation takes the days as they stand in the YAML.
        plain = cast("logs.CfnLogGroup", group.node.default_child)
        plain.retention_in_days = self._config.log_retention_days
        return group
