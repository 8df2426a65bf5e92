"""Backups of the shared file system."""

from aws_cdk import (
    Duration,
    RemovalPolicy,
    aws_backup as backup,
    aws_efs as efs,
    aws_events as events,
    aws_kms as kms,
)
from constructs import Construct

from cdk.storage.config import BackupConfig


class FileSystemBackup(Construct):
    """A vault, and a plan that fills it every night and keeps one backup of each month for longer.

    Unless the removal policy is `DESTROY`, nobody deletes a backup before its time, not even with
    administrator's rights by mistake: the vault's policy has to be removed first. It is no Vault
    Lock, which would bind the account's owner too.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: BackupConfig,
        name: str,
        file_system: efs.IFileSystem,
        key: kms.IKey,
        removal_policy: RemovalPolicy,
    ) -> None:
        super().__init__(scope, construct_id)
        vault = backup.BackupVault(
            self,
            "Vault",
            encryption_key=key,
            block_recovery_point_deletion=removal_policy is not RemovalPolicy.DESTROY,
            # CloudFormation cannot delete a vault that holds backups: an admin empties it first.
            removal_policy=removal_policy,
        )
        plan = backup.BackupPlan(
            self,
            "Plan",
            backup_plan_name=name,
            backup_vault=vault,
            backup_plan_rules=_rules(config),
        )
        plan.add_selection(
            "FileSystem", resources=[backup.BackupResource.from_efs_file_system(file_system)]
        )


def _rules(config: BackupConfig) -> list[backup.BackupPlanRule]:
    rules = [_rule("daily", config.daily_retention_days, day="*")]
    if config.monthly_retention_days is not None:
        rules.append(_rule("monthly", config.monthly_retention_days, day="1"))
    return rules


def _rule(name: str, retention_days: int, *, day: str) -> backup.BackupPlanRule:
    return backup.BackupPlanRule(
        rule_name=name,
        schedule_expression=events.Schedule.cron(minute="0", hour="3", day=day),
        delete_after=Duration.days(retention_days),
    )
