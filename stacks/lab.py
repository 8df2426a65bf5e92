"""The map: which stacks a lab has, in which order they are deployed, who gets what."""

from aws_cdk import App

from cdk.config.lab import LabConfig
from stacks.network import NetworkStack
from stacks.project import ProjectStack
from stacks.storage import StorageStack


class Lab:
    """All stacks of one lab in one environment, straight below the app.

    No inner Stage: `cdk deploy --all` takes the stacks of the main assembly only.

    Attributes:
        network: made first; `None` in a VPC that exists already.
        storage: built in the network, by references that CloudFormation keeps.
        projects: by name; they read published facts, so each comes and goes alone.
    """

    def __init__(self, app: App, config: LabConfig) -> None:
        self.network = NetworkStack(app, config) if config.network.existing_vpc is None else None
        self.storage = StorageStack(
            app, config, own_network=self.network.network if self.network else None
        )
        self.projects = {
            name: ProjectStack(app, config, project=name) for name in config.enabled_projects()
        }
        for project in self.projects.values():
            # CloudFormation sees no reference: the facts must be there before they are read.
            project.add_stack_dependency(self.storage)
