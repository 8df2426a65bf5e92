"""A project's notebooks and Dask workers: their identity in AWS, and what the hub must know."""

import json

from aws_cdk import aws_cognito as cognito, aws_eks as eks, aws_iam as iam, aws_ssm as ssm
from constructs import Construct

from cdk.facts import Facts
from cdk.naming import project_fact_path, project_service_account
from cdk.project.config import ProjectConfig

NAMESPACES = ("jupyterhub", "dask")
"""Where pods that work as a project run: notebooks, and the Dask clusters they start."""


class ProjectPods(Construct):
    """Pods of the service account `project-<name>` get the project's role, and no other.

    The hub makes that account when someone of the project first asks for a notebook, and finds
    the owner of the project's files in a parameter: a new project changes no release.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        lab: str,
        env: str,
        project: str,
        config: ProjectConfig,
        role: iam.IRole,
        facts: Facts,
    ) -> None:
        """Build what pods of the project need.

        Args:
            scope: where the project is.
            construct_id: part of every logical id below.
            lab: name of the lab.
            env: name of the environment.
            project: name of the project.
            config: the settings.
            role: what the pods become.
            facts: the cluster they run in; and the lab's own user pool, which then gets a group of
                the project's name. Without a pool, people come from elsewhere, with their groups.

        Raises:
            ValueError: if there is no cluster.
        """
        super().__init__(scope, construct_id)
        self._identities(project, role, facts.need("eks_cluster_name"))
        ssm.StringParameter(
            self,
            "Owner",
            parameter_name=project_fact_path(lab, env, project),
            description=f"Who owns the files of project {project}",
            string_value=json.dumps(
                {
                    **config.posix.model_dump(),
                    "permissions": config.efs.permissions if config.efs else None,
                }
            ),
        )
        if facts.user_pool_id is not None:
            cognito.CfnUserPoolGroup(
                self,
                "Group",
                user_pool_id=facts.user_pool_id,
                group_name=project,
                description=f"May work as project {project}",
            )

    def _identities(self, project: str, role: iam.IRole, cluster_name: str) -> None:
        for namespace in NAMESPACES:
            eks.CfnPodIdentityAssociation(
                self,
                f"{namespace.capitalize()}Identity",
                cluster_name=cluster_name,
                namespace=namespace,
                service_account=project_service_account(project),
                role_arn=role.role_arn,
            )
