"""Notebooks as jobs of Slurm: batchspawner, with choices checked and nothing else let through."""

import os
import shlex
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from batchspawner import SlurmSpawner
from jupyterhub.apihandlers import APIHandler, default_handlers
from lab_people import named, people
from notebook_choice import (
    SINFO_FORMAT,
    Choice,
    Offer,
    RefusedError,
    checked,
    first_choice,
    partitions,
    remembered,
)
from notebook_form import form
from tornado.web import HTTPError, authenticated

AWS_CONFIG = "/etc/lab/aws_config"
"""A profile for each project, with the credentials of its role."""

KERNELS = Path("/software/kernels")
"""A folder for each project, with the kernels of its environments."""

PORT_PATH = r"/api/batchspawner"


class NotPossibleError(HTTPError):  # type: ignore[misc]
    """A notebook that cannot be had, with a message for the person who asks for it."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(status, message)
        # Shown on JupyterHub's pages as it is, without the number and the words of HTTP.
        self.jupyterhub_message = message


class PortHandler(APIHandler):  # type: ignore[misc]
    """Takes the port that a notebook listens on.

    batchspawner's own handler sets any attribute of the spawner that a notebook names, such as the
    commands that the hub runs: whoever has a notebook could run theirs as anybody.
    """

    @authenticated  # type: ignore[untyped-decorator]
    def post(self) -> None:
        """Keep the port; the token says whose notebook it is."""
        token, body = self.get_auth_token(), self.get_json_body()
        owners = self.current_user.spawners.values()
        spawner = next((each for each in owners if each.api_token == token), None)
        port = body.get("port") if isinstance(body, dict) and len(body) == 1 else None
        if spawner is None:
            raise HTTPError(403, "This is not the token of a notebook that starts")
        if type(port) is not int or not 1024 <= port < 65536:  # noqa: PLR2004
            raise HTTPError(400, "A notebook may tell its port, and nothing else")
        spawner.port = port
        self.set_status(201)
        self.finish({"message": "thanks"})


def replace_port_handler() -> None:
    """Put our handler where the import of batchspawner has put its own."""
    default_handlers[:] = [each for each in default_handlers if each[0] != PORT_PATH]
    default_handlers.append((PORT_PATH, PortHandler))


class NotebookSpawner(SlurmSpawner):  # type: ignore[misc]
    """Starts a person's notebook for one of the person's projects."""

    async def offer(self) -> Offer:
        """Return what the person may choose now.

        Raises:
            NotPossibleError: 403, the person has been taken out of the lab's YAML; 503, Slurm's
                controller does not answer.
        """
        person = named(self.user.name, people())
        if person is None:
            raise NotPossibleError(403, f"{self.user.name} is no user of this cluster any more.")
        sinfo = f"{os.environ['SLURM_BIN']}/sinfo --noheader --exact --format='{SINFO_FORMAT}'"
        try:
            found = partitions(await self.run_command(sinfo))
        except RuntimeError as error:
            raise NotPossibleError(503, f"Slurm does not answer: {error}") from None
        return Offer(programs=("lab", "rstudio"), projects=person.projects, partitions=found)

    async def choose(self) -> str:
        """Return the form, filled with the last choice or else the lab's defaults."""
        offer = await self.offer()
        last = remembered(self.orm_spawner.user_options or {}, _lab_default())
        try:
            return form(offer, first_choice(offer, last))
        except RefusedError as error:
            raise NotPossibleError(403, str(error)) from None

    async def settle(self, asked: Mapping[str, object]) -> Choice:
        """Make a choice the one of this start: from the form, a link or the API.

        Raises:
            NotPossibleError: 400, it cannot be had.
        """
        offer = await self.offer()
        try:
            # Without any, as by `Start My Server` of an API client: the defaults.
            chosen = checked(asked, offer) if asked else first_choice(offer, _lab_default())
        except RefusedError as error:
            raise NotPossibleError(400, str(error)) from None
        # batchspawner fills the holes of the script from here.
        self.user_options = asdict(chosen)
        self.default_url = "/rstudio/" if chosen.program == "rstudio" else "/lab"
        return chosen

    def get_env(self) -> dict[str, str]:
        """Return the variables of the job; `virtuallab` and AWS's programs read them."""
        project = (self.user_options or {}).get("project", "")
        return {
            **super().get_env(),
            "LAB_NAME": os.environ["LAB_NAME"],
            "LAB_ENV": os.environ["LAB_ENV"],
            "LAB_PROJECT": project,
            "AWS_CONFIG_FILE": AWS_CONFIG,
            "AWS_PROFILE": project,
            "AWS_DEFAULT_REGION": os.environ["AWS_REGION"],
            "JUPYTER_PATH": str(KERNELS / project),
            "NOTEBOOK_IDLE_MINUTES": os.environ["NOTEBOOK_IDLE_MINUTES"],
        }

    async def submit_batch_script(self) -> str:
        """Submit the job; what Slurm says against it is shown to the person."""
        try:
            return str(await super().submit_batch_script())
        except RuntimeError as error:
            error.jupyterhub_message = f"Slurm refused the notebook: {error}"  # type: ignore[attr-defined]
            raise

    def cmd_formatted_for_batch(self) -> str:
        """Return the command for the job's script, each word quoted."""
        return shlex.join([self.batchspawner_singleuser_cmd, *self.cmd, *self.get_args()])


def from_form(fields: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the first value of each field; `settle` looks at them."""
    return {
        name: values[0] for name, values in fields.items() if name in Choice.__dataclass_fields__
    }


def _lab_default() -> Choice:
    return Choice(
        program="lab",
        project="",
        partition=os.environ["NOTEBOOK_PARTITION"],
        cores=int(os.environ["NOTEBOOK_CORES"]),
        memory_gib=max(1, int(os.environ["NOTEBOOK_MEMORY_MIB"]) // 1024),
        hours=int(os.environ["NOTEBOOK_HOURS"]),
    )
