"""The stack of the network: first to be made, last to go."""

from constructs import Construct

from cdk.config.lab import LabConfig
from cdk.naming import stack_name
from cdk.network.construct import Network
from stacks.lab_stack import LabStack


class NetworkStack(LabStack):
    """The lab's own VPC.

    Attributes:
        network: what everything is built in.
    """

    network: Network

    def __init__(self, scope: Construct, config: LabConfig) -> None:
        # The first thing: CDK asks for the zones while the stack is being opened.
        self._zones = [f"{config.region}{letter}" for letter in config.network.availability_zones]
        super().__init__(
            scope,
            config,
            stack_name=stack_name(config.name, config.env, "network"),
            description="Network",
            termination_protection=config.termination_protection,
        )
        self.record((("network",), config.network))
        self.network = Network(
            self, "Network", name=f"{config.name}-{config.env}", config=config.network
        )

    @property
    def availability_zones(self) -> list[str]:
        """Zones by name: CDK's own way asks AWS at synth, and CloudFormation's order may change."""
        return self._zones
