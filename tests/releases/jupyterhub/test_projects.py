"""The hub offers profiles and projects by group, and works as a project; run by its programs."""

import re
from typing import Any

import pytest

from tests.releases.jupyterhub.test_pods import folders, notebook, pod_of

Answer = dict[str, Any]


def offered(answer: Answer, start: str) -> list[str]:
    """Return the profiles in the form that a person sees."""
    return re.findall(r'id="profile-item-([\w-]+)"', answer["starts"][start]["form"])


@pytest.mark.parametrize(
    ("start", "profiles"),
    [
        ("ana-small", ["small", "large", "rstudio"]),
        ("ben-small", ["small", "large", "rstudio", "gpu"]),
        ("cleo-gpu", ["small", "large", "rstudio", "gpu"]),
    ],
)
def test_profiles_are_those_of_the_groups(answer: Answer, start: str, profiles: list[str]) -> None:
    """Without gpu-users there is no GPU, and admins see everything."""
    assert offered(answer, start) == profiles


def test_a_hidden_profile_cannot_be_asked_for(answer: Answer) -> None:
    """Whoever knows its name gets the list of what there is."""
    assert answer["starts"]["ana-gpu"]["error"] == (
        "ValueError: No such profile: gpu. Options include: small, large, rstudio"
    )


def test_form_offers_the_projects_of_the_person(answer: Answer) -> None:
    """None is chosen at first; somebody without a project is not asked."""
    form = answer["starts"]["ana-small"]["form"]
    found = re.search(r'<select name="profile-option-small--project".*?</select>', form, re.DOTALL)
    assert found
    assert re.findall(r'value="([\w-]+)"', found[0]) == [
        "none",
        "buckets-only",
        "flow",
        "pbmc-atlas",
    ]
    assert "--project" not in answer["starts"]["ben-small"]["form"]


@pytest.mark.parametrize(
    ("start", "project"),
    [("ben-foreign", "flow"), ("ben-hidden", "flow"), ("ana-foreign", "foreign")],
)
def test_a_foreign_project_is_refused(answer: Answer, start: str, project: str) -> None:
    """Also through the API, with and without a profile, with and without projects of one's own."""
    refused = f"HTTPError: HTTP 403: You are not in the project {project}"
    assert answer["starts"][start]["error"] == refused


@pytest.mark.parametrize("name", ["small", "large", "rstudio"])
def test_pod_works_as_the_chosen_project(answer: Answer, name: str) -> None:
    """Service account, label, and the project of Dask clusters."""
    pod = pod_of(answer, f"ana-{name}")
    variables = {each["name"]: each.get("value") for each in notebook(pod)["env"]}
    assert pod["spec"]["serviceAccountName"] == "project-pbmc-atlas"
    assert pod["metadata"]["labels"]["lab-project"] == "pbmc-atlas"
    assert variables["DASK_GATEWAY__CLUSTER__OPTIONS__PROJECT"] == "pbmc-atlas"


@pytest.mark.parametrize("start", ["ana-no-project", "ben-small", "cleo-gpu"])
def test_pod_without_project_has_no_rights(answer: Answer, start: str) -> None:
    """Its service account has no role in AWS, also after a start as a project that failed."""
    pod = pod_of(answer, start)
    assert pod["spec"]["serviceAccountName"] == "jupyter-user"
    assert "lab-project" not in pod["metadata"]["labels"]


def test_folder_of_the_chosen_project_is_mounted(answer: Answer) -> None:
    """With the group that may write there, and its owner for the container that makes it."""
    pod = pod_of(answer, "ana-small")
    assert folders(pod)["/projects/pbmc-atlas"] == "projects/pbmc-atlas"
    assert pod["spec"]["securityContext"]["supplementalGroups"] == [20001]
    assert pod["metadata"]["annotations"]["lab-project-owner"] == "20001:20001"


@pytest.mark.parametrize("start", ["ana-no-project", "ana-buckets", "ben-small"])
def test_no_other_folder_is_mounted(answer: Answer, start: str) -> None:
    """Without a project, or with one that has none, also after a start with one that failed."""
    pod = pod_of(answer, start)
    assert len(folders(pod)) == 1
    assert "supplementalGroups" not in pod["spec"]["securityContext"]
    assert "lab-project-owner" not in pod["metadata"]["annotations"]


def test_service_accounts_are_made_once_where_pods_of_the_project_run(answer: Answer) -> None:
    """For notebooks and Dask clusters; a stand-in for Kubernetes refuses a second one."""
    assert answer["accounts"] == [
        [namespace, name]
        for name in ("project-pbmc-atlas", "project-buckets-only")
        for namespace in ("jupyterhub", "dask")
    ]
