"""A project on the nodes of the Slurm cluster: people there work with its rights."""

from aws_cdk import Stack, aws_iam as iam, aws_ssm as ssm
from constructs import Construct

from cdk.naming import project_role_path


class ProjectClusterNodes(Construct):
    """Lets the cluster's nodes become the project, and tells them which role that is.

    Which of the people on a node may ask for it is decided there, by the Unix group of the project.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        lab: str,
        env: str,
        project: str,
        role: iam.Role,
        cluster_name: str,
    ) -> None:
        """Extend the project's role.

        Args:
            scope: the project's stack.
            construct_id: part of every logical id below.
            lab: name of the lab.
            env: name of the environment.
            project: name of the project.
            role: its role.
            cluster_name: the cluster, whose nodes' roles lie below `/parallelcluster/<name>/`.
        """
        super().__init__(scope, construct_id)
        stack = Stack.of(self)
        nodes = f"arn:{stack.partition}:iam::{stack.account}:role/parallelcluster/{cluster_name}/*"
        # IAM refuses to save a trust policy that names a role which does not exist (yet).
        trusted = iam.AccountRootPrincipal().with_conditions(
            {"ArnLike": {"aws:PrincipalArn": nodes}}
        )
        if role.assume_role_policy is None:
            raise ValueError(f"nobody may become project {project}, not even its own jobs")
        role.assume_role_policy.add_statements(
            iam.PolicyStatement(actions=["sts:AssumeRole"], principals=[trusted])
        )
        ssm.StringParameter(
            self,
            "Role",
            parameter_name=project_role_path(lab, env, project),
            string_value=role.role_arn,
            description=f"Role of project {project}, for the nodes of the Slurm cluster",
        )
