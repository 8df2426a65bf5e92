"""What every stack of a lab has: account, region, tags."""

from aws_cdk import Environment, Stack, Tags
from constructs import Construct

from cdk.config.lab import LabConfig
from cdk.config.lifecycle import fixed_settings
from cdk.naming import METADATA, Tag
from cdk.settings import Path, Settings


class LabStack(Stack):
    """A stack in the lab's account and region, tagged with whom it belongs to."""

    def __init__(
        self,
        scope: Construct,
        config: LabConfig,
        *,
        stack_name: str,
        description: str,
        project: str | None = None,
        termination_protection: bool = False,
        not_emulated: str | None = None,
    ) -> None:
        """Open the stack.

        Args:
            scope: the app.
            config: the lab.
            stack_name: what CloudFormation calls it, and `cdk ls`.
            description: one line for the console.
            project: the project that pays for it; `None` if the whole lab does.
            termination_protection: whether CloudFormation refuses to delete it.
            not_emulated: what it needs that the embedded AWS does not have; `None` if it has
                everything.
        """
        super().__init__(
            scope,
            stack_name,
            description=f"{description}, lab {config.name}, environment {config.env}",
            env=Environment(account=config.account, region=config.region),
            termination_protection=termination_protection,
        )
        if not_emulated is not None:
            self._say(NotEmulated=not_emulated)
        for key, value in _tags(config, project).items():
            Tags.of(self).add(key, value)
            # CloudFormation hands a stack's tags to what CDK leaves bare: its own Lambda functions.
            self.tags.set_tag(key, value)

    def record(self, *parts: tuple[Path, Settings]) -> None:
        """Keep fixed settings in the template, for the next deployment to compare.

        Args:
            parts: settings, each with its path in the lab.
        """
        fixed = {k: v for path, part in parts for k, v in fixed_settings(part, path).items()}
        self._say(FixedSettings=fixed)

    def _say(self, **what: object) -> None:
        metadata = dict(self.template_options.metadata or {})
        self.template_options.metadata = {
            **metadata,
            METADATA: {**metadata.get(METADATA, {}), **what},
        }


def _tags(config: LabConfig, project: str | None) -> dict[str, str]:
    tags: dict[str, str] = {Tag.LAB: config.name, Tag.ENVIRONMENT: config.env}
    owner, cost_center = config.owner, config.cost_center
    if project is not None:
        own = config.enabled_projects()[project]
        tags[Tag.PROJECT] = project
        owner, cost_center = own.owner, own.cost_center or cost_center
    tags[Tag.OWNER] = owner
    if cost_center is not None:
        tags[Tag.COST_CENTER] = cost_center
    return tags
