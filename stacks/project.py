"""The stack of one project."""

from collections.abc import Iterator

from constructs import Construct

from cdk.config.lab import LabConfig
from cdk.naming import project_stack_name
from cdk.project.construct import ProjectBase
from cdk.project.pods import ProjectPods
from cdk.published_facts import deployed_facts
from stacks.lab_stack import LabStack


class ProjectStack(LabStack):
    """What belongs to one project and goes with it. Its files and objects stay."""

    def __init__(self, scope: Construct, config: LabConfig, *, project: str) -> None:
        """Build the stack.

        Args:
            scope: the app.
            config: the lab.
            project: name of one of its projects.
        """
        super().__init__(
            scope,
            config,
            stack_name=project_stack_name(config.name, config.env, project),
            description=f"Project {project}",
            project=project,
        )
        own = config.enabled_projects()[project]
        self.record((("projects", project), own))
        facts = deployed_facts(
            self, lab=config.name, env=config.env, names=_needed(config, project)
        )
        base = ProjectBase(self, "Project", project=project, config=own, facts=facts)
        if facts.eks_cluster_name is not None:
            ProjectPods(
                self,
                "Pods",
                lab=config.name,
                env=config.env,
                project=project,
                config=own,
                role=base.role,
                facts=facts,
            )


def _needed(config: LabConfig, name: str) -> Iterator[str]:
    project = config.enabled_projects()[name]
    buckets = config.storage.buckets.enabled()
    shared = [name for name, access in project.data if access and name in buckets]
    if shared:
        yield "data_key_arn"
    yield from (f"{name}_bucket_name" for name in shared)
    if project.efs is not None:
        yield "file_system_id"
    if config.jupyterhub is not None:
        yield "eks_cluster_name"
        if config.login.cognito is not None:
            yield "user_pool_id"
