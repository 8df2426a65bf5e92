"""Backups of the shared file system."""

from aws_cdk import (
    Aws,
    Duration,
    Fn,
    RemovalPolicy,
    aws_backup as backup,
    aws_efs as efs,
    aws_events as events,
    aws_iam as iam,
    aws_kms as kms,
)
from constructs import Construct

from cdk.storage.config import BackupConfig


class FileSystemBackup(Construct):
    """A vault, and a plan that fills it every night and keeps one backup of each month for longer.

    The vault is there without a plan too, as its backups outlive the wish for more. Unless the
    removal policy is `DESTROY`, nobody deletes a backup before its time, not even with
    administrator's rights by mistake: the vault's policy has to be removed first. It is no Vault
    Lock, which would bind the account's owner too.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: BackupConfig | None,
        name: str,
        file_system: efs.IFileSystem,
        key: kms.IKey,
        removal_policy: RemovalPolicy,
    ) -> None:
        super().__init__(scope, construct_id)
        self._removal_policy = removal_policy
        self._vault = backup.BackupVault(
            self,
            "Vault",
            backup_vault_name=f"{name}-{_stack_suffix()}",
            encryption_key=key,
            block_recovery_point_deletion=removal_policy is not RemovalPolicy.DESTROY,
            # CloudFormation cannot delete a vault that holds backups: an admin empties it first.
            removal_policy=removal_policy,
        )
        if config is not None:
            self._plan(config, name, file_system)

    def _plan(self, config: BackupConfig, name: str, file_system: efs.IFileSystem) -> None:
        plan = backup.BackupPlan(
            self,
            "Plan",
            backup_plan_name=name,
            backup_vault=self._vault,
            backup_plan_rules=_rules(config),
        )
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("backup.amazonaws.com"))
        # Backups that are kept are expired in the name of the role that made them:
        # docs.aws.amazon.com/aws-backup/latest/devguide/deleting-backups.html
        role.apply_removal_policy(self._removal_policy)
        plan.add_selection(
            "FileSystem",
            resources=[backup.BackupResource.from_efs_file_system(file_system)],
            role=role,
        )


def _stack_suffix() -> str:
    """Return the last 12 signs of the stack's id: a kept vault's name is taken for ever."""
    guid = Fn.select(2, Fn.split("/", Aws.STACK_ID))
    return Fn.select(4, Fn.split("-", guid))


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
