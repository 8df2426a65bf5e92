"""Tests of what a plan sends."""

from tests.virtuallab.bench import Bench


def test_state_machine_is_told_all_it_needs(bench: Bench) -> None:
    """The contract with cdk/fan_out/state_machine.yaml."""
    bench.upload("plates/a/1")
    plan = bench.plan(variables={"CHANNEL": "FITC-A"}, timeout_minutes=30, max_failures=0)
    records = f"{bench.root}counts/_lab/runs/count-1-1/"
    given = plan.execution_input("count-1-1")
    prices = [given[each].pop("usd_per_hour") for each in ("first", "second")]
    on_demand = [given[each].pop("on_demand_usd_per_hour") for each in ("first", "second")]
    assert prices[0] < prices[1] < on_demand[1]
    assert given == {
        "run": "count-1-1",
        "parent": f"s3://lab-raw/{bench.root}plates/",
        "output": f"s3://lab-results/{bench.root}counts/",
        "script": f"s3://lab-results/{records}count.py",
        "manifest": {"bucket": "lab-results", "key": f"{records}manifest.csv"},
        "results": {"bucket": "lab-results", "prefix": records},
        "first": {"vcpus": "1", "memory_mib": "4096"},
        "second": {"vcpus": "2", "memory_mib": "8192"},
        "gpus": 0,
        "timeout_seconds": 1800,
        "max_concurrency": 40,
        "max_failures": 0,
        "environment": [{"Name": "CHANNEL", "Value": "FITC-A"}],
    }


def test_jobs_are_told_which_files_are_input(bench: Bench) -> None:
    """They fetch no others."""
    bench.upload("plates/a/1.fcs")
    plan = bench.plan(variables={"A": 1}, include="*.fcs")
    assert plan.execution_input("count-1-1")["environment"] == [
        {"Name": "A", "Value": "1"},
        {"Name": "LAB_INCLUDE", "Value": "*.fcs"},
    ]


def test_plan_is_kept_for_whoever_reads_results_later(bench: Bench) -> None:
    """What was run, on how many folders, at which price."""
    bench.upload("plates/a/1", "plates/b/1")
    bench.complete("b")
    plan = bench.plan()
    kept = plan.as_json("count-1-1")
    assert (kept["folders"], kept["complete_before"], kept["minutes"]) == (1, 1, 10)
    assert kept["script_sha256"] == plan.script.sha256
    assert kept["usd"] == {"low": plan.usd.low, "high": plan.usd.high}


def test_plan_is_short_where_python_shows_it(bench: Bench) -> None:
    """At the end of a cell."""
    bench.upload("plates/a/1")
    plan = bench.plan()
    assert repr(plan) == f"<Plan {plan.family}: 1 job, {plan.usd}>"
