"""CDK's own handler of Helm charts and manifests at work: the code, helm and kubectl of AWS."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tests.installation import aws
from tests.installation.kubectl_layer import unpack_handler, unpack_programs

CHART, MANIFEST = "Custom::AWSCDK-EKS-HelmChart", "Custom::AWSCDK-EKS-KubernetesResource"

Operation = Literal["Create", "Update", "Delete"]

_RUN = (
    "import json, logging, sys, index; logging.basicConfig();"
    " index.handler(json.load(sys.stdin), None)"
)


class HandlerError(Exception):
    """What the Lambda function's log says when it failed."""


@dataclass(frozen=True)
class Handler:
    """The Lambda function of the kubectl provider, as a program of its own for each event.

    Attributes:
        code: the handler out of aws-cdk-lib.
        helm: the program.
        path: folders with `aws` (a stand-in), `helm` and `kubectl`.
    """

    code: Path
    helm: Path
    path: tuple[Path, ...]

    @classmethod
    def unpack(cls, folder: Path) -> "Handler":
        """Unpack handler and programs, and put a stand-in for `aws` beside them."""
        program = folder / "bin" / "aws"
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{aws.__file__}" "$@"\n')
        program.chmod(0o755)
        programs = unpack_programs(folder / "layer")
        code = unpack_handler(folder / "handler")
        return cls(code, programs[0], (program.parent, *(each.parent for each in programs)))

    def handle(
        self,
        operation: Operation,
        kind: str,
        properties: Mapping[str, Any],
        *,
        kubeconfig: Path,
        assets: Path,
    ) -> str:
        """Handle one event of CloudFormation.

        Args:
            operation: what CloudFormation does.
            kind: type of the custom resource.
            properties: those that the template gives, resolved.
            kubeconfig: how to reach the cluster.
            assets: folder of the cloud assembly, which has the charts of ours.

        Returns:
            The log. A failed delete is only told there: the handler swallows it.

        Raises:
            HandlerError: if the function failed, with its log.
        """
        folder = kubeconfig.parent
        event = {
            "RequestType": operation,
            "ResourceType": kind,
            "ResourceProperties": as_cloudformation_sends(properties),
            "ResponseURL": "unused",
        }
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", _RUN],
            check=False,
            cwd=self.code,
            env={
                "HOME": str(folder),
                "PATH": os.pathsep.join([*map(str, self.path), os.defpath]),
                "TEST_OUTDIR": str(folder),
                aws.KUBECONFIG: str(kubeconfig),
                aws.ASSETS: str(assets),
            },
            input=json.dumps(event),
            stderr=subprocess.STDOUT,
            stdout=subprocess.PIPE,
            text=True,
        )
        if done.returncode:
            raise HandlerError(done.stdout)
        return done.stdout


def as_cloudformation_sends(value: object) -> Any:  # noqa: ANN401
    """Return properties with each number and truth value as text, as CloudFormation sends them."""
    if isinstance(value, Mapping):
        return {key: as_cloudformation_sends(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_cloudformation_sends(each) for each in value]
    return json.dumps(value) if isinstance(value, bool | int | float) else value
