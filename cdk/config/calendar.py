"""What is right today and will not be: ends of support, told ahead of time."""

from collections.abc import Iterator
from datetime import date

from cdk.config.load import Loaded
from cdk.config.validate import locate
from cdk.eks.versions import support_findings
from cdk.errors import Finding


def calendar_findings(loaded: Loaded, today: date) -> Iterator[Finding]:
    """Yield what has ended or will end soon, with its place in the YAML.

    Args:
        loaded: the lab.
        today: the day in UTC; nothing here reads the clock.
    """
    if loaded.config.eks is not None:
        for problem in support_findings(loaded.config.eks, today):
            yield locate(loaded.layer, ("eks",), problem)
