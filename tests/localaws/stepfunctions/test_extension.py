"""What happens when ministack has learnt what this package adds."""

import os
import subprocess

from localaws.installation import PYTHON, ROOT

CODE = """
from ministack.services import stepfunctions
from localaws.errors import LocalAwsError
from localaws.stepfunctions import extension, submit_job

stepfunctions._SERVICE_DISPATCH[submit_job.RESOURCE] = lambda resource, arguments: arguments
try:
    extension.install()
except LocalAwsError as error:
    print(error)
"""


def test_integration_of_ministacks_own_is_not_replaced() -> None:
    """The emulator does not start, and says which part of ours is to be deleted."""
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [str(PYTHON), "-c", CODE], env=environment, capture_output=True, text=True, check=True
    )
    expected = "ministack has its own arn:aws:states:::batch:submitJob now: delete ours\n"
    assert done.stdout == expected
