"""People use the hub on a real Slurm: the distribution's Slurm, under systemd, with munge."""

import html
import json
import re
from typing import Any

import pytest

from tests.nodes.machine import Machine
from tests.slurm.conftest import TARGET_GROUP, start

Story = dict[str, Any]
PROGRAM = "/software/jupyter/current/bin/python /programs/hub_program.py"


@pytest.fixture(scope="module")
def told(cluster: Machine) -> Story:
    """Return what came of what people did, once for all tests."""
    print(f"Slurm is {cluster.run('sinfo --version').stdout.strip()} of {cluster.system}")  # noqa: T201
    done = cluster.run(f"{PROGRAM} 2>/tmp/program.err || cat /tmp/program.err", check=False)
    logs = "journalctl --unit jupyterhub --no-pager | tail -n 40; cat /shared/home/*/.notebook.log"
    assert done.stdout.startswith("{"), done.stdout + cluster.run(logs, check=False).stdout
    story: Story = json.loads(done.stdout)
    return story


@pytest.fixture(scope="module")
def cell(told: Story) -> Story:
    """Return what a cell of Ada's Python kernel printed."""
    printed: Story = json.loads(told["notebook"]["python"])
    return printed


@pytest.mark.parametrize(("who", "login"), [("stranger", "eve"), ("impostor", "rosalind")])
def test_people_without_account_are_told_what_to_do(told: Story, who: str, login: str) -> None:
    """Nor does it help to call oneself at the provider as somebody is called on the cluster."""
    status, page = told["refusals"][who]
    assert status == 403
    assert f"You are logged in as '{login}', and no user of this cluster has" in html.unescape(page)


def test_form_offers_what_there_is(told: Story) -> None:
    """Ada's project and not the other, and partitions as Slurm describes them."""
    page = told["refusals"]["form"]
    options = re.findall(r'<option value="([^"]+)"', page)
    assert options == ["lab", "rstudio", "pbmc-atlas", "cpu", "cpu-ondemand"]
    assert "cpu: up to 8 cores, 15 GiB (spot)" in page


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (
            "project",
            "The project 'cytometry-screen' is not yours to choose. There are: pbmc-atlas.",
        ),
        ("partition", "The partition 'cpu\\n#SBATCH --uid=0' is not yours to choose."),
        ("cores", "In cpu-ondemand, cores goes from 1 to 8 (asked: '9')."),
        ("hours", "In cpu-ondemand, hours goes from 1 to 168"),
    ],
)
def test_choice_is_checked_by_the_hub(told: Story, field: str, message: str) -> None:
    """A browser can send anything, also lines for the job's script."""
    status, page = told["refusals"]["wrong"][field]
    assert status == 400
    assert f"Error: {message}" in html.unescape(page)


def test_api_takes_no_other_options(told: Story) -> None:
    """By itself, batchspawner would put any of them into the script of the job."""
    status, body = told["refusals"]["raw"]
    assert (status, json.loads(body)["message"]) == (400, "A notebook has no option called cmd.")


def test_nothing_refused_gets_into_the_queue(told: Story) -> None:
    """Not for a moment."""
    assert told["refusals"]["queue"] == []


def test_notebook_is_a_job_of_its_owner_and_project(told: Story) -> None:
    """With what was chosen."""
    assert told["notebook"]["jobs"] == ["ada|pbmc-atlas|cpu-ondemand|2|3G|4:00:00|notebook"]
    assert told["notebook"]["lab"] == [200, "http://localhost:8000/user/ada/lab"]


def test_cell_runs_as_its_owner(cell: Story) -> None:
    """With the uid of the lab's YAML, in the home on the shared file system."""
    assert (cell["sum"], cell["uid"], cell["folder"]) == (5050, 30001, "/shared/home/ada")


def test_cell_knows_lab_and_project(cell: Story) -> None:
    """So `virtuallab` and AWS's programs work as the project."""
    wanted = {
        "LAB_NAME": "demo",
        "LAB_ENV": "dev",
        "LAB_PROJECT": "pbmc-atlas",
        "AWS_PROFILE": "pbmc-atlas",
        "AWS_CONFIG_FILE": "/etc/lab/aws_config",
        "SLURM_JOB_ACCOUNT": "pbmc-atlas",
    }
    assert {name: cell["variables"].get(name) for name in wanted} == wanted


def test_notebook_does_not_see_the_hub(cell: Story) -> None:
    """Neither its secrets nor how it got here."""
    hidden = ("OAUTH_", "CONFIGPROXY_", "SUDO_")
    assert [name for name in cell["variables"] if name.startswith(hidden)] == []
    assert "secret of airflow" not in json.dumps(cell)


def test_notebook_cannot_command_the_hub(cluster: Machine, cell: Story) -> None:
    """The handler of batchspawner would set any trait, also commands that the hub runs."""
    assert cell["attack"] == 400
    assert cluster.run("ls /var/lib/jupyterhub/taken-over", check=False).returncode != 0


def test_r_kernel_computes(told: Story) -> None:
    """R of the node, by the kernel that steps/kernels.sh describes."""
    assert told["notebook"]["r"] == "5050 R"


def test_rstudio_runs_in_the_same_job(told: Story) -> None:
    """A stand-in shows the way and the options; RStudio's package is not to be had here."""
    wanted = "stand-in of RStudio for ada below /user/ada/rstudio/"
    assert told["notebook"]["rstudio"] == wanted


def test_notebook_outlives_a_restart_of_the_hub(told: Story) -> None:
    """Its owner goes on without a new login."""
    assert told["restarted"] == {"output": "42\n", "stopped": "204"}


def test_stopped_notebook_leaves_nothing(told: Story) -> None:
    """No job in the queue."""
    assert (told["notebook"]["stopped"], told["notebook"]["left"]) == (204, [])


def test_idle_notebook_ends_itself(told: Story) -> None:
    """Its kernel was left open; neither a job nor a file of it stays."""
    assert told["ended"]["before"] == [
        "rosalind|cytometry-screen|cpu-ondemand|2|8G|12:00:00|notebook"
    ]
    assert (told["ended"]["left"], told["ended"]["work"]) == ([], [])


@pytest.mark.usefixtures("told")
def test_second_start_changes_nothing(cluster: Machine) -> None:
    """The hub goes on as the same process."""
    process = "systemctl show --property MainPID jupyterhub"
    before = cluster.run(process).stdout
    log = start(cluster, "login")
    assert [line for line in log.splitlines() if "lab-bootstrap" not in line] == []
    assert cluster.run(process).stdout == before != "MainPID=0\n"


@pytest.mark.usefixtures("told")
def test_hub_is_not_root_and_may_become_nobody_else(cluster: Machine) -> None:
    """Sudo lets it run three programs as people of the lab."""
    assert cluster.run("ps -o user= -C jupyterhub").stdout.split() == ["jupyterhub"]
    become = "runuser --user jupyterhub -- sudo --non-interactive --user"
    answers = {
        command: cluster.run(f"{become}={command}", check=False).returncode
        for command in ("ada sbatch --version", "ada id", "root sbatch --version", "ubuntu squeue")
    }
    assert answers == {
        "ada sbatch --version": 0,
        "ada id": 1,
        "root sbatch --version": 1,
        "ubuntu squeue": 1,
    }


@pytest.mark.usefixtures("told")
def test_secrets_are_for_root_alone(cluster: Machine) -> None:
    """And in no log."""
    files = "stat --format '%a %U %n' /etc/lab/hub.env /var/lib/jupyterhub/cookie_secret"
    assert cluster.run(files).stdout == (
        "600 root /etc/lab/hub.env\n600 jupyterhub /var/lib/jupyterhub/cookie_secret\n"
    )
    everything = cluster.run("journalctl --no-pager; cat /var/log/lab-bootstrap.log").stdout
    assert "secret of airflow" not in everything


@pytest.mark.usefixtures("told")
def test_login_node_is_the_target_of_the_balancer(cluster: Machine) -> None:
    """By the id that the metadata service tells; stand-ins answer for both."""
    asked = cluster.run("cat /var/log/aws-stand-in.log").stdout
    wanted = f"--target-group-arn {TARGET_GROUP} --targets Id=i-0123456789abcdef0\n"
    assert f"elbv2 register-targets {wanted}" in asked
    other = f"--target-group-arn {TARGET_GROUP} --targets Id=i-0ld0ld0ld0ld0ld00\n"
    assert f"elbv2 deregister-targets {other}" in asked
