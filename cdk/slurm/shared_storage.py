"""The file systems that every node mounts."""

from cdk.slurm.cluster_ids import ClusterIds
from cdk.slurm.config import SlurmConfig

SHARED_FOLDER = "/shared"
"""Where the lab's file system is mounted, once: ParallelCluster takes no file system twice. Homes,
projects and software are folders in it."""

SCRATCH_FOLDER = "/scratch"


def shared_storage(config: SlurmConfig, ids: ClusterIds) -> list[dict[str, object]]:
    """Return the part `SharedStorage` of the configuration."""
    storage: list[dict[str, object]] = [
        {
            "Name": "shared",
            "MountDir": SHARED_FOLDER,
            "StorageType": "Efs",
            "EfsSettings": {
                "FileSystemId": ids.file_system_id,
                "EncryptionInTransit": True,
                "IamAuthorization": True,
            },
        }
    ]
    if config.scratch is not None:
        settings: dict[str, object] = {
            "StorageCapacity": config.scratch.size_gib,
            "DeploymentType": "SCRATCH_2",
            "DataCompressionType": "LZ4",
            "DeletionPolicy": "Delete",
        }
        if ids.scratch_bucket_name is not None and config.scratch.bucket is not None:
            # Names come with the cluster and what is new later; contents when they are first read.
            settings["DataRepositoryAssociations"] = [
                {
                    "Name": config.scratch.bucket,
                    "FileSystemPath": f"/{config.scratch.bucket}",
                    "DataRepositoryPath": f"s3://{ids.scratch_bucket_name}",
                    "BatchImportMetaDataOnCreate": True,
                    "AutoImportPolicy": ["NEW", "CHANGED", "DELETED"],
                }
            ]
        storage.append(
            {
                "Name": "scratch",
                "MountDir": SCRATCH_FOLDER,
                "StorageType": "FsxLustre",
                "FsxLustreSettings": settings,
            }
        )
    return storage
