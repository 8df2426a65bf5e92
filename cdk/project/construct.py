"""The base of a project: its folders, and the one role that reaches them and nothing else."""

from aws_cdk import ArnFormat, CfnOutput, Stack, aws_efs as efs, aws_iam as iam
from constructs import Construct

from cdk.facts import Facts
from cdk.naming import project_prefix
from cdk.project.config import DataConfig, ProjectConfig
from cdk.project.data_access import bucket_statements, file_system_statement, key_statement
from cdk.project.folder import ProjectFolder
from cdk.project.role import ProjectRole


class ProjectBase(Construct):
    """What every project has. It knows the platform through facts only.

    Attributes:
        role: reaches this project's data and nothing else.
        access_point: the project's folder on the file system; `None` if it has none.
    """

    role: iam.Role
    access_point: efs.CfnAccessPoint | None

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        project: str,
        config: ProjectConfig,
        facts: Facts,
    ) -> None:
        """Build the project.

        Args:
            scope: the project's stack.
            construct_id: part of every logical id below.
            project: name of the project.
            config: the settings.
            facts: the platform; a bucket or file system without a fact is not there.

        Raises:
            ValueError: if there is a bucket, but no key.
        """
        super().__init__(scope, construct_id)
        self._stack = Stack.of(self)
        self._project = project
        self.access_point = None
        statements = self._data(config.data, facts)
        if config.efs is not None and facts.file_system_id is not None:
            self.access_point = ProjectFolder(
                self,
                "Folder",
                project=project,
                config=config.efs,
                posix=config.posix,
                file_system_id=facts.file_system_id,
            ).access_point
            statements.append(self._mount(facts.file_system_id, self.access_point))
        self.role = ProjectRole(
            self,
            "Access",
            project=project,
            members=config.members,
            statements=statements,
            cluster_name=facts.eks_cluster_name,
        ).role
        self._output("RoleArn", self.role.role_arn, "Assume this role to act as the project")

    def _data(self, config: DataConfig, facts: Facts) -> list[iam.PolicyStatement]:
        readable, writable = [], []
        for data_class, access in config:
            bucket = getattr(facts, f"{data_class}_bucket_name")
            if access is None or bucket is None:
                continue
            arn = self._bucket_arn(bucket)
            readable.append(arn)
            if access == "write":
                writable.append(arn)
            folder = f"s3://{bucket}/{project_prefix(self._project)}"
            self._output(f"{data_class.capitalize()}Folder", folder, f"Access: {access}")
        if not readable:
            return []
        return [
            *bucket_statements(self._project, readable=readable, writable=writable),
            key_statement(
                facts.need("data_key_arn"), region=self._stack.region, write=bool(writable)
            ),
        ]

    def _bucket_arn(self, bucket: str) -> str:
        return self._stack.format_arn(
            service="s3",
            region="",
            account="",
            resource=bucket,
            arn_format=ArnFormat.NO_RESOURCE_NAME,
        )

    def _mount(self, file_system_id: str, folder: efs.CfnAccessPoint) -> iam.PolicyStatement:
        file_system = self._stack.format_arn(
            service="elasticfilesystem", resource="file-system", resource_name=file_system_id
        )
        return file_system_statement(file_system, access_point_arn=folder.attr_arn)

    def _output(self, name: str, value: str, description: str) -> None:
        # On the stack, not below this construct: people and scripts read outputs by name.
        CfnOutput(self._stack, name, value=value, description=description)
