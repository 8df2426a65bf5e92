"""How a machine for jobs is set up: its disk, its metadata service, its first commands."""

from pathlib import Path

from aws_cdk import Tags, aws_ec2 as ec2
from constructs import Construct

from cdk.batch.config import ScratchConfig

PREPARE = Path(__file__).parents[2] / "bootstrap" / "batch" / "prepare_machine.sh"
ROOT_DEVICE = "/dev/xvda"


class JobLaunchTemplate(Construct):
    """Disk encrypted by AWS's own key for EBS, IMDSv2 only, and `/scratch`.

    Not by the lab's key: the service-linked roles of Auto Scaling and Spot would need grants in its
    policy, or no machine starts; what lies on this disk is gone with the machine.
    docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html

    Attributes:
        template: for managed compute environments.
    """

    template: ec2.LaunchTemplate

    def __init__(
        self, scope: Construct, construct_id: str, *, name: str, config: ScratchConfig
    ) -> None:
        """Build the template.

        Args:
            scope: where the queues are.
            construct_id: part of every logical id below.
            name: what machines are called in the console, such as `demo-dev-batch`.
            config: the settings.
        """
        super().__init__(scope, construct_id)
        self.template = ec2.LaunchTemplate(
            self,
            "Template",
            # Containers of Batch are one hop away as well: prepare_machine.sh closes that way.
            http_put_response_hop_limit=1,
            require_imdsv2=True,
            block_devices=[
                ec2.BlockDevice(
                    device_name=ROOT_DEVICE,
                    volume=ec2.BlockDeviceVolume.ebs(
                        config.size_gib,
                        volume_type=ec2.EbsDeviceVolumeType.GP3,
                        throughput=config.throughput_mibps,
                        encrypted=True,
                        delete_on_termination=True,
                    ),
                )
            ],
            user_data=_user_data(nvme=config.nvme),
        )
        Tags.of(self.template).add("Name", name)


def _user_data(*, nvme: bool) -> ec2.UserData:
    """Return the commands in the form that Batch can merge with its own."""
    commands = ec2.UserData.for_linux(shebang=f"#!/bin/bash\nexport NVME={str(nvme).lower()}")
    text = PREPARE.read_text(encoding="utf-8").partition("\n")[2]
    commands.add_commands(text.rstrip("\n"))
    whole = ec2.MultipartUserData()
    whole.add_part(ec2.MultipartBody.from_user_data(commands))
    return whole
