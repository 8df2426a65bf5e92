"""A project's folder on the shared file system."""

from aws_cdk import Tags, aws_efs as efs
from constructs import Construct

from cdk.naming import project_prefix
from cdk.project.config import PosixConfig, ProjectEfsConfig


class ProjectFolder(Construct):
    """An EFS access point: whoever mounts it sees this folder alone, as this user.

    Removing it removes a way to the files, not the files.

    Attributes:
        access_point: the access point.
    """

    access_point: efs.CfnAccessPoint

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        project: str,
        config: ProjectEfsConfig,
        posix: PosixConfig,
        file_system_id: str,
    ) -> None:
        super().__init__(scope, construct_id)
        uid, gid = str(posix.uid), str(posix.gid)
        # The L2 wants the file system's security group too, which an access point has no use for.
        self.access_point = efs.CfnAccessPoint(
            self,
            "AccessPoint",
            file_system_id=file_system_id,
            posix_user=efs.CfnAccessPoint.PosixUserProperty(uid=uid, gid=gid),
            root_directory=efs.CfnAccessPoint.RootDirectoryProperty(
                path=f"/{project_prefix(project).rstrip('/')}",
                creation_info=efs.CfnAccessPoint.CreationInfoProperty(
                    owner_uid=uid, owner_gid=gid, permissions=config.permissions
                ),
            ),
        )
        Tags.of(self.access_point).add("Name", project)
