"""Facts that a lab will publish."""

from pathlib import Path

from cdk.config.lab_facts import example_facts, switch
from cdk.facts import Facts
from tests.cdk.config.written_lab import written_lab


def test_what_a_lab_has_switched_off_is_no_fact_of_it(tmp_path: Path) -> None:
    """All others are there."""
    text = "storage: {efs: null, backup: null}\nairflow: {}\n"
    facts = example_facts(written_lab(tmp_path, text).config)
    assert Facts.model_fields.keys() - facts.known().keys() == {
        "file_system_id",
        "batch_queue_arn",
        "batch_on_demand_queue_arn",
        "batch_gpu_queue_arn",
        "batch_gpu_on_demand_queue_arn",
        "jupyterhub_database_secret_arn",
        "jupyterhub_login_secret_arn",
    }


def test_every_switch_is_a_setting(tmp_path: Path) -> None:
    """A renamed setting would make a fact vanish from every lab."""
    image = "registry.example.org/runner@sha256:" + "0a1b2c3d" * 8
    config = written_lab(tmp_path, f"batch: {{image: {image}}}\n").config
    for fact in Facts.model_fields:
        value: object = config
        for part in filter(None, switch(fact).split(".")):
            assert hasattr(value, part), f"{fact}: {switch(fact)}"
            value = getattr(value, part)


def test_switch_names_the_setting(tmp_path: Path) -> None:
    """As a hint for whoever needs the fact."""
    assert switch("raw_bucket_name") == "storage.buckets.raw"
    assert switch("data_key_arn") == ""
    assert example_facts(written_lab(tmp_path).config).airflow_login_secret_arn is None
