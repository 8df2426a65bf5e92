"""Every name that people or other programs rely on; all other names are CloudFormation's."""

from enum import StrEnum

METADATA = "VirtualLab"
"""The key of what a template says of itself, such as the fixed settings it was made from."""


PROJECT_FACTS = "projects"
"""The folder of SSM parameters below a lab's own that holds one for each project."""


PROJECT_ROLES = "project_roles"
"""The folder of SSM parameters that holds the ARN of each project's role."""


FOUNDATION = (
    "network",
    "storage",
    "batch",
    "login",
    "slurm-accounting",
    "slurm",
    "database",
    "eks",
    "identities",
    "node-pools",
    "addons",
    "releases",
)
"""The parts of a lab that are stacks of their own, first things first; projects come after."""


class Tag(StrEnum):
    """The tag keys that stand on every resource; cost reports group by them."""

    LAB = "lab"
    ENVIRONMENT = "environment"
    OWNER = "owner"
    COST_CENTER = "cost-center"
    PROJECT = "project"


def stack_name(lab: str, env: str, part: str) -> str:
    """Return the name of a foundation stack, such as `demo-dev-storage`."""
    return f"{lab}-{env}-{part}"


def project_stack_name(lab: str, env: str, project: str) -> str:
    """Return the name of a project's stack, such as `demo-dev-project-pbmc-atlas`."""
    return stack_name(lab, env, f"project-{project}")


def fact_path(lab: str, env: str, fact: str) -> str:
    """Return the SSM parameter that holds a fact, such as `/lab/demo/dev/raw_bucket_name`.

    The environment is part of the path, so that two of them can share one account.
    """
    return f"/lab/{lab}/{env}/{fact}"


def project_fact_path(lab: str, env: str, project: str) -> str:
    """Return the SSM parameter that says who owns a project's files, for the hub to read."""
    return fact_path(lab, env, f"{PROJECT_FACTS}/{project}")


def fan_out_path(lab: str, env: str, project: str) -> str:
    """Return the SSM parameter that tells a notebook how a project submits jobs."""
    return fact_path(lab, env, f"fan_out/{project}")


def project_role_path(lab: str, env: str, project: str) -> str:
    """Return the SSM parameter that tells the nodes of a cluster a project's role."""
    return fact_path(lab, env, f"{PROJECT_ROLES}/{project}")


def cluster_name(lab: str, env: str) -> str:
    """Return what ParallelCluster calls the lab's cluster, and its own stack.

    It must be known before there is a cluster: roles of its nodes have it in their path.
    """
    return f"{lab}-{env}"


def share_identifier(project: str) -> str:
    """Return what Batch calls a project when it shares machines; no hyphen is allowed there.

    Names of projects have no capitals, so two of them never become the same:
    docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html
    """
    return project.replace("-", "X")


def project_service_account(project: str) -> str:
    """Return the Kubernetes service account that works as a project."""
    return f"project-{project}"


def project_prefix(project: str) -> str:
    """Return a project's folder in every bucket and on the file system, without a first slash."""
    return f"projects/{project}/"
