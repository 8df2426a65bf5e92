"""The stack of one project."""

from collections.abc import Iterator

from aws_cdk import aws_iam as iam
from constructs import Construct

from cdk.batch.price_table import price_table
from cdk.config.lab import LabConfig
from cdk.facts import Facts
from cdk.fan_out.construct import FanOut
from cdk.fan_out.owner import JobOwner
from cdk.naming import cluster_name, project_stack_name
from cdk.project.cluster_nodes import ProjectClusterNodes
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
        if own.slurm is not None and config.slurm is not None:
            self._let_nodes_become(base.role, config, project)
        if own.fan_out is not None and config.batch is not None:
            FanOut(
                self,
                "FanOut",
                owner=_owner(config, base, project, facts),
                config=own.fan_out,
                image=config.batch.image,
                price_table=price_table(config.batch, config.region),
                facts=facts,
            )

    def _let_nodes_become(self, role: iam.Role, config: LabConfig, project: str) -> None:
        ProjectClusterNodes(
            self,
            "ClusterNodes",
            lab=config.name,
            env=config.env,
            project=project,
            role=role,
            cluster_name=cluster_name(config.name, config.env),
        )


def _owner(config: LabConfig, base: ProjectBase, name: str, facts: Facts) -> JobOwner:
    project = config.enabled_projects()[name]
    folders = {
        data_class: bucket
        for data_class, access in project.data
        if access and (bucket := getattr(facts, f"{data_class}_bucket_name"))
    }
    return JobOwner(
        lab=config.name,
        env=config.env,
        project=name,
        email=project.owner,
        user=f"{project.posix.uid}:{project.posix.gid}",
        role=base.role,
        folders=folders,
        writable=tuple(each for each in folders if getattr(project.data, each) == "write"),
        access_point_id=base.access_point.ref if base.access_point else None,
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
    if project.fan_out is not None and config.batch is not None:
        yield from ("batch_queue_arn", "batch_on_demand_queue_arn")
        if config.batch.gpu is not None:
            yield from ("batch_gpu_queue_arn", "batch_gpu_on_demand_queue_arn")
