"""Host names of releases."""

from pathlib import Path

from cdk.config.hosts import hosts
from tests.cdk.config.written_lab import written_lab

APPS = "apps:\n  atlas: {kind: shiny, groups: [lab-users]}\n  old: null\n"
INGRESS = "ingress: {domain: lab.example.org, hosted_zone_id: Z0123456789ABCDEFGHIJ}\n"


def test_each_release_has_a_host_below_the_domain(tmp_path: Path) -> None:
    """The hubs, Airflow and every web app that is on."""
    assert hosts(written_lab(tmp_path, APPS + INGRESS).config) == {
        "jupyterhub": "hub.lab.example.org",
        "airflow": "airflow.lab.example.org",
        "slurm": "slurm.lab.example.org",
        "app-atlas": "atlas.lab.example.org",
    }


def test_an_app_may_choose_its_host(tmp_path: Path) -> None:
    """Its name stays that of the release."""
    text = INGRESS + "apps: {atlas: {kind: shiny, groups: [lab-users], host: cells}}\n"
    assert hosts(written_lab(tmp_path, text).config)["app-atlas"] == "cells.lab.example.org"


def test_without_ingress_there_are_none(tmp_path: Path) -> None:
    """People use a port-forward."""
    assert hosts(written_lab(tmp_path, APPS).config) == {}
