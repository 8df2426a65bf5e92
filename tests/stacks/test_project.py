"""The stack of one project."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdk.config.lab import LabConfig
from cdk.storage.config import BucketsConfig

Templates = Callable[[Path], dict[str, dict[str, Any]]]


# What a project's notebooks need: the cluster they run in, and the pool that knows its people.
HUB = {"eks_cluster_name", "user_pool_id"}


def facts_read(template: dict[str, Any]) -> set[str]:
    """Return the names of the facts that a template reads."""
    paths = [str(each.get("Default", "")) for each in template["Parameters"].values()]
    return {path.rsplit("/", 1)[1] for path in paths if path.startswith("/lab/")}


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        (
            "pbmc-atlas",
            {
                "data_key_arn",
                "raw_bucket_name",
                "scratch_bucket_name",
                "results_bucket_name",
                "archive_bucket_name",
                "file_system_id",
                *HUB,
            },
        ),
        (
            "cytometry-screen",
            {
                "data_key_arn",
                "raw_bucket_name",
                "scratch_bucket_name",
                "results_bucket_name",
                "file_system_id",
                "batch_queue_arn",
                "batch_on_demand_queue_arn",
                "batch_gpu_queue_arn",
                "batch_gpu_on_demand_queue_arn",
                *HUB,
            },
        ),
    ],
)
def test_a_project_reads_the_facts_that_it_needs(
    demo: Callable[[str], Path], templates: Templates, project: str, expected: set[str]
) -> None:
    """What it has no access to it does not know."""
    assert facts_read(templates(demo("dev"))[f"demo-dev-project-{project}"]) == expected


def test_a_project_deploys_where_the_lab_has_switched_buckets_off(
    config: Callable[[str, str], LabConfig],
    synth: Callable[[LabConfig], Path],
    templates: Templates,
) -> None:
    """No fact is read that nobody publishes."""
    lab = config("labs/demo", "dev")
    storage = lab.storage.model_copy(update={"buckets": BucketsConfig()})
    changes: dict[str, object] = {"storage": storage, "batch": None, "airflow": None, "apps": {}}
    found = templates(synth(lab.model_copy(update=changes)))
    assert facts_read(found["demo-dev-project-pbmc-atlas"]) == {"file_system_id", *HUB}


def test_a_project_goes_when_it_is_told_to(demo: Callable[[str], Path]) -> None:
    """Its data is elsewhere, so its stack is not protected."""
    foundation = {"network", "storage", "login", "database", "eks"}
    protected = {*foundation, "slurm", "slurm-accounting"}
    manifest = (demo("prod") / "manifest.json").read_text(encoding="utf-8")
    assert manifest.count('"terminationProtection": true') == len(protected)
