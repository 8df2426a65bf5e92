"""What people do with the hub on a machine with Slurm; prints what came of it, as JSON.

Needs the hub's own Python environment, Slurm's squeue, and a free port 9000 for the provider.
"""

import contextlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests
from hub_client import HUB, Browser, wait
from oidc_provider import Provider

WORK = Path("/tmp")  # noqa: S108 - where jobs make folders of their own
ADA = {"cognito:username": "Ada", "cognito:groups": ["lab-users"]}
ROSALIND = {"cognito:username": "rosalind.franklin", "cognito:groups": ["lab-users", "lab-admins"]}
CHOICE = {
    "program": "lab",
    "project": "pbmc-atlas",
    "partition": "cpu-ondemand",
    "cores": "2",
    "memory_gib": "3",
    "hours": "4",
}
PYTHON = """
import json, os, requests
hub, token = os.environ["JUPYTERHUB_API_URL"], os.environ["JUPYTERHUB_API_TOKEN"]
attack = requests.post(
    hub + "/batchspawner",
    headers={"Authorization": "token " + token},
    json={"batch_cancel_cmd": "; touch /var/lib/jupyterhub/taken-over"},
)
print(json.dumps({
    "sum": sum(range(101)), "uid": os.getuid(), "folder": os.getcwd(),
    "variables": dict(os.environ), "attack": attack.status_code,
}))
"""


def queue() -> list[str]:
    """Return the jobs in Slurm's queue."""
    command = ["/usr/bin/squeue", "--noheader", "--format=%u|%a|%P|%C|%m|%l|%j"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.splitlines()


def jobs_of(name: str) -> list[str]:
    """Return the jobs of one person."""
    return [job for job in queue() if job.startswith(f"{name}|")]


def is_healthy() -> bool:
    """Tell whether the hub answers through its proxy."""
    with contextlib.suppress(requests.ConnectionError):
        return bool(requests.get(f"{HUB}/hub/health", timeout=5).ok)
    return False


def refusals(provider: Provider) -> dict[str, Any]:
    """Return what those see who are no users, or want what is not theirs."""
    stranger = Browser(provider).log_in(**{"cognito:username": "eve"})
    impostor = Browser(provider).log_in(**{"cognito:username": "rosalind"})
    ada = Browser(provider)
    page = ada.log_in(**ADA)
    wrong = {
        "project": ada.choose(**{**CHOICE, "project": "cytometry-screen"}),
        "partition": ada.choose(**{**CHOICE, "partition": "cpu\n#SBATCH --uid=0"}),
        "cores": ada.choose(**{**CHOICE, "cores": "9"}),
        "hours": ada.choose(**{**CHOICE, "hours": "1:00:00\ntouch /tmp/x"}),
    }
    raw = ada.ask_hub("POST", "/users/ada/server", json={**CHOICE, "cmd": "touch /tmp/x"})
    return {
        "stranger": [stranger.status_code, stranger.text],
        "impostor": [impostor.status_code, impostor.text],
        "form": page.text,
        "wrong": {field: [answer.status_code, answer.text] for field, answer in wrong.items()},
        "raw": [raw.status_code, raw.text],
        "queue": jobs_of("ada"),
    }


def restart_hub() -> None:
    """Restart the hub as an update of it would, and wait until it answers."""
    subprocess.run(["/usr/bin/systemctl", "restart", "jupyterhub"], check=True)
    wait(is_healthy, 60, "the hub")


def forgotten(provider: Provider) -> None:
    """Let Rosalind start a notebook by the defaults, compute something, and never come back."""
    rosalind = Browser(provider)
    rosalind.log_in(**ROSALIND)
    rosalind.ask_hub("POST", "/users/rosalind/server", json={})
    wait(lambda: rosalind.ready("rosalind"), 90, "a notebook")
    rosalind.open_notebook("rosalind")
    rosalind.run("python3", "1 + 1")


def started(provider: Provider) -> Browser:
    """Return Ada's browser, in which she has started a notebook."""
    ada = Browser(provider)
    ada.log_in(**ADA)
    ada.choose(**CHOICE)
    wait(lambda: ada.ready("ada"), 90, "a notebook")
    return ada


def stop(ada: Browser) -> int:
    """Stop Ada's notebook and wait for the end of its job; return the hub's status."""
    status = int(ada.ask_hub("DELETE", "/users/ada/server").status_code)
    wait(lambda: not jobs_of("ada"), 30, "the end of the job")
    return status


def notebook(provider: Provider) -> dict[str, Any]:
    """Return what Ada sees of a notebook that she starts, uses and stops."""
    ada = started(provider)
    answer: dict[str, Any] = {"jobs": jobs_of("ada")}
    lab = ada.open_notebook("ada")
    answer["lab"] = [lab.status_code, lab.url]
    answer["r"] = ada.run("ir", "cat(sum(1:100), R.version$language)")
    answer["rstudio"] = ada.http.get(f"{HUB}/user/ada/rstudio/").text
    answer["python"] = ada.run("python3", PYTHON)
    answer["stopped"] = stop(ada)
    answer["left"] = jobs_of("ada")
    return answer


def restarted(provider: Provider) -> dict[str, Any]:
    """Return what Ada's notebook says to a hub that is another process than at its start."""
    ada = started(provider)
    ada.open_notebook("ada")
    restart_hub()
    answer = {"output": ada.run("python3", "print(6 * 7)")}
    answer["stopped"] = str(stop(ada))
    return answer


def ended(_: Provider) -> dict[str, Any]:
    """Return what is left of Rosalind's notebook, some time after everybody has gone."""
    before = queue()
    wait(lambda: not queue(), 150, "the end of an idle notebook")
    return {
        "before": before,
        "left": queue(),
        "work": [str(each) for each in WORK.glob("notebook-*")],
    }


if __name__ == "__main__":
    PROVIDER = Provider(9000)
    forgotten(PROVIDER)
    found = {each.__name__: each(PROVIDER) for each in (refusals, notebook, restarted, ended)}
    json.dump(found, sys.stdout)
