"""The stack of who releases are in AWS, and of the secrets that were made for them."""

from collections.abc import Iterator

from aws_cdk import RemovalPolicy
from constructs import Construct

from cdk.apps.config import AppConfig
from cdk.apps.data_access import statements as app_statements
from cdk.config.enabled_releases import APPS, EnabledRelease, enabled_releases
from cdk.config.lab import LabConfig
from cdk.naming import stack_name
from cdk.published_facts import deployed_facts
from cdk.releases.catalog import known_releases
from cdk.releases.grants import GRANTS, GrantScope
from cdk.releases.identities import ReleaseIdentity
from cdk.releases.secrets import GeneratedSecrets
from stacks.lab_stack import LabStack

_SECRET = "_secret_arn"  # noqa: S105 - how the name of a fact about a secret ends


class IdentitiesStack(LabStack):
    """A role for each service account with grants, and the generated secrets.

    It reads facts and is referred to by nobody, so releases come and go.
    """

    def __init__(self, scope: Construct, config: LabConfig) -> None:
        """Build the stack.

        Args:
            scope: the app.
            config: a lab with a cluster.
        """
        super().__init__(
            scope,
            config,
            stack_name=stack_name(config.name, config.env, "identities"),
            description="Identities and secrets of releases",
        )
        releases = enabled_releases(config, known_releases()).values()
        named = {name for each in releases for name in _facts(each)}
        named |= {name for app in config.enabled_apps().values() for name in _facts_of_app(app)}
        facts = deployed_facts(self, lab=config.name, env=config.env, names=named)
        generated = [arn for each in releases for arn in self._secrets(config, each)]
        published = [arn for name, arn in facts.known().items() if name.endswith(_SECRET)]
        written = [arn for each in releases for arn in each.settings.secret_arns]
        scope_of_grants = GrantScope(
            lab=config.name,
            env=config.env,
            partition=self.partition,
            region=self.region,
            account=self.account,
            facts=facts,
            secret_arns=[*published, *generated, *written],
        )
        for each in releases:
            self._identities(each, scope_of_grants)
            if each.setting[0] == APPS:
                self._app(each, config.enabled_apps()[str(each.setting[1])], scope_of_grants)

    def _secrets(self, config: LabConfig, each: EnabledRelease) -> Iterator[str]:
        # What the secrets encrypt is kept or goes with the lab's data, and so do they.
        keep = config.storage.removal_policy == "retain"
        secrets = GeneratedSecrets(
            self,
            f"{each.name}-secrets",
            lab=config.name,
            env=config.env,
            release=each.name,
            secrets=each.release.file.secrets,
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
            if keep
            else RemovalPolicy.DESTROY,
        )
        yield from secrets.arns.values()

    def _identities(self, each: EnabledRelease, lab: GrantScope) -> None:
        for account, names in each.release.file.identities.items():
            ReleaseIdentity(
                self,
                f"{each.name}-{account}",
                cluster_name=lab.facts.need("eks_cluster_name"),
                namespace=each.release.file.namespace,
                service_account=account,
                grants={name: [*GRANTS[name].statements(lab)] for name in names},
            )

    def _app(self, each: EnabledRelease, app: AppConfig, lab: GrantScope) -> None:
        """Let a web app read its own data, which no grant can know."""
        if app.data is None or app.data.s3 is None:
            return
        reading = app_statements(
            app,
            bucket_arn=lab.bucket_arn(app.data.s3.bucket),
            data_key_arn=lab.facts.need("data_key_arn"),
            region=lab.region,
        )
        ReleaseIdentity(
            self,
            each.name,
            cluster_name=lab.facts.need("eks_cluster_name"),
            namespace=each.release.file.namespace,
            service_account=each.name,
            grants={"read_data": [*reading]},
        )


def _facts(each: EnabledRelease) -> Iterator[str]:
    yield from (name for name in each.facts() if name.endswith(_SECRET))
    for names in each.release.file.identities.values():
        yield "eks_cluster_name"
        for name in names:
            yield from GRANTS[name].needs


def _facts_of_app(app: AppConfig) -> Iterator[str]:
    if app.data is not None and app.data.s3 is not None:
        yield from ("eks_cluster_name", "data_key_arn", f"{app.data.s3.bucket}_bucket_name")
