"""People with accounts of their own in the hub: names, numbers, homes; run by its programs."""

import json
import subprocess
from typing import Any

import pytest

from tests.kubernetes.checks import problems
from tests.releases.jupyterhub.conftest import REFRESHES
from tests.releases.jupyterhub.test_pods import folders, notebook, pod_of

Answer = dict[str, Any]

OWN = [
    *("ada-rstudio-project", "ada-rstudio", "ada-small", "ada-again", "ada-second"),
    *("rosalind-project", "grace-small"),
]
"""Servers of people with accounts."""

OTHERS = ["ben-small", "ana-project"]
"""Servers of people without, in the same lab."""


def variables(container: Any) -> dict[str, Any]:  # noqa: ANN401 - a Kubernetes object
    """Return the environment of a container."""
    return {each["name"]: each.get("value") for each in container["env"]}


def first(pod: Any, name: str) -> Any:  # noqa: ANN401
    """Return a container that runs before the notebook."""
    (found,) = (each for each in pod["spec"]["initContainers"] if each["name"] == name)
    return found


@pytest.mark.parametrize("start", OWN + OTHERS)
def test_pod_is_right_for_kubernetes(answer_with_users: Answer, start: str) -> None:
    """Strict schemas of each version, and checks of meaning."""
    there = (
        "PersistentVolumeClaim/efs",
        "Secret/singleuser",
        "PriorityClass/jupyterhub-default-priority",
        "ServiceAccount/jupyter-user",
        "ServiceAccount/project-pbmc-atlas",
    )
    assert problems([pod_of(answer_with_users, start)], there=there) == []


def test_every_setting_is_one_that_the_programs_know(answer_with_users: Answer) -> None:
    """Those that the hub sets itself, too."""
    assert answer_with_users["unknown"] == []


@pytest.mark.parametrize(
    ("start", "name"),
    [
        ("ada-small", "ada"),
        ("rosalind-project", "rosalind"),
        ("grace-small", "grace_h"),
        ("ben-small", "ben"),
    ],
)
def test_the_hub_calls_people_by_their_accounts(
    answer_with_users: Answer, start: str, name: str
) -> None:
    """Capitals of a login make no difference; who has no account keeps the name of the login."""
    assert answer_with_users["starts"][start]["name"] == name


@pytest.mark.parametrize(
    ("start", "refusal"),
    [
        ("as-rosalind", "403: rosalind is the account of somebody with another login"),
        ("as-charles", "403: The account charles is locked"),
    ],
)
def test_nobody_gets_an_account_by_its_name(
    answer_with_users: Answer, start: str, refusal: str
) -> None:
    """Where the login calls its person otherwise, or where it is locked."""
    assert answer_with_users["starts"][start] == {"refused": refusal}


def test_a_new_name_is_taken_on_by_a_new_login(answer_with_users: Answer) -> None:
    """Without it, JupyterHub would answer every page of that person with an error."""
    said = dict(zip(REFRESHES, answer_with_users["refreshes"], strict=True))
    assert said == {
        "has the name": None,
        "no user": None,
        "renamed since": False,
        "locked since": False,
    }


@pytest.mark.parametrize(
    ("start", "numbers"),
    [
        *((start, (30001, 20001)) for start in OWN if start.startswith("ada")),
        ("rosalind-project", (30002, 20002)),
        ("grace-small", (30003, 20001)),
    ],
)
def test_a_server_has_the_numbers_of_its_person(
    answer_with_users: Answer, start: str, numbers: tuple[int, int]
) -> None:
    """In every profile, as every project, in a further server, after a start that failed."""
    context = notebook(pod_of(answer_with_users, start))["securityContext"]
    assert (context["runAsUser"], context["runAsGroup"]) == numbers
    assert context["runAsNonRoot"]
    assert context["capabilities"] == {"drop": ["ALL"]}


@pytest.mark.parametrize("start", OTHERS)
def test_others_stay_who_they_were(answer_with_users: Answer, answer: Answer, start: str) -> None:
    """Their pods are those of a lab without `users`, to the last value."""
    before = {"ben-small": "ben-small", "ana-project": "ana-small"}[start]
    assert pod_of(answer_with_users, start) == pod_of(answer, before)


@pytest.mark.parametrize("start", OWN)
def test_groups_of_all_images_and_of_the_project_stay(
    answer_with_users: Answer, start: str
) -> None:
    """Group 100 owns what people may change in images; a project's group is that of its folder."""
    context = pod_of(answer_with_users, start)["spec"]["securityContext"]
    assert context["fsGroup"] == 100
    assert context.get("supplementalGroups") == ([20001] if "project" in start else None)


@pytest.mark.parametrize(
    ("start", "path", "home"),
    [
        ("ada-small", "/home/jovyan", "home/ada"),
        ("ada-rstudio", "/home/rstudio", "home/ada"),
        ("ada-second", "/home/jovyan", "home/ada"),
        ("rosalind-project", "/home/jovyan", "home/rosalind"),
        ("grace-small", "/home/jovyan", "home/grace_h"),
    ],
)
def test_home_has_the_name_of_the_account(
    answer_with_users: Answer, start: str, path: str, home: str
) -> None:
    """As on every other plane, in the same folder of the file system, whatever KubeSpawner cuts."""
    pod = pod_of(answer_with_users, start)
    assert folders(pod)[path] == home
    assert variables(first(pod, "folders"))["HOME_FOLDER"] == home
    assert variables(notebook(pod))["HOME"] == path


def test_home_of_the_old_name_is_known(answer_with_users: Answer, answer: Answer) -> None:
    """It is where the hub of a lab without `users` has put it, so that the first start finds it."""
    pod, before = pod_of(answer_with_users, "rosalind-project"), pod_of(answer, "rosalind")
    assert variables(first(pod, "folders"))["HOME_BEFORE"] == folders(before)["/home/jovyan"]
    assert folders(before)["/home/jovyan"] != "home/rosalind"


def test_what_goes_into_a_home_sees_nothing_else(answer_with_users: Answer) -> None:
    """The container with rights over owners has that one folder, after it was made."""
    pod = pod_of(answer_with_users, "rosalind-project")
    names = [each["name"] for each in pod["spec"]["initContainers"]]
    handing = first(pod, "hand-over")
    assert names == ["folders", "hand-over", "account"]
    assert handing["volumeMounts"] == [
        {"name": "home", "mountPath": "/handed-over", "subPath": "home/rosalind"}
    ]
    assert variables(handing)["HOME_OWNER"] == "30002:20002"
    assert handing["securityContext"] == first(pod, "folders")["securityContext"]


def test_account_comes_from_the_image_of_the_server(answer_with_users: Answer) -> None:
    """By a container with no more rights than the person; the files cannot be changed later."""
    pod = pod_of(answer_with_users, "rosalind-project")
    account, container = first(pod, "account"), notebook(pod)
    mounts = {m["mountPath"]: m for m in container["volumeMounts"] if m["name"] == "account"}
    assert account["image"] == container["image"]
    assert account["securityContext"] == container["securityContext"]
    assert variables(account)["ACCOUNT"] == "rosalind:x:30002:20002:rosalind:/home/jovyan"
    assert variables(account)["ACCOUNT_GROUPS"].splitlines() == [
        "flow:x:20002:rosalind",
        "pbmc-atlas:x:20001:rosalind",
    ]
    assert {path: m["subPath"] for path, m in mounts.items()} == {
        "/etc/passwd": "passwd",
        "/etc/group": "group",
    }
    assert all(m["readOnly"] for m in mounts.values())


def test_programs_believe_that_it_is_the_person(answer_with_users: Answer) -> None:
    """RStudio's server asks USER first, which an image may have set; each stands there once."""
    env = notebook(pod_of(answer_with_users, "ada-rstudio"))["env"]
    own = [(e["name"], e["value"]) for e in env if e["name"] in {"HOME", "LOGNAME", "USER"}]
    assert own == [("HOME", "/home/rstudio"), ("LOGNAME", "ada"), ("USER", "ada")]


def test_files_of_a_project_can_be_changed_by_its_people(answer_with_users: Answer) -> None:
    """A server with its folder makes them for the group, others as ever."""
    with_folder = notebook(pod_of(answer_with_users, "rosalind-project"))["args"]
    without = notebook(pod_of(answer_with_users, "ada-small"))["args"]
    before = with_folder[: -len(without)]
    assert with_folder == [*before, *without]
    assert without[0] == "jupyterhub-singleuser"
    asked = ["sh", "-c", 'umask; echo "$1"', "sh", "a b"]
    said = subprocess.check_output([*before, *asked], text=True)  # noqa: S603 - our own program
    assert said == "0002\na b\n"


def test_nothing_of_a_person_stays_for_the_next_start(answer_with_users: Answer) -> None:
    """A project that was chosen, or refused, before is forgotten; homes are not mixed up."""
    again = json.dumps(pod_of(answer_with_users, "ada-again"), sort_keys=True)
    assert again == json.dumps(pod_of(answer_with_users, "ada-small"), sort_keys=True)
