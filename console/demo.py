"""`lab demo`: deploy the demo lab to this machine, put real data through it, ask what exists."""

from collections.abc import Iterator
from pathlib import Path

from cdk.config.load import Loaded, load
from cdk.naming import fact_path, project_prefix, project_stack_name
from cdk.project.config import ProjectConfig
from console.check import check
from console.choice import choose_envs
from console.cloudformation import DeployedStack, describe
from console.cluster_evidence import of_cluster, of_databases
from console.deploy import deploy
from console.errors import ConsoleError
from console.evidence import Evidence, denial, of_bucket, of_denials, of_file_system
from console.fan_out_demo import PROJECT as SCREEN, fan_out_plates
from console.report import note, print_table, say, working
from console.scientist import act_as_project, run_script
from console.status import status
from console.target import LocalTarget, local_aws

PROJECT, OTHER_PROJECT = "pbmc-atlas", "cytometry-screen"

NEXT = """
What to try next
  . .venv/bin/activate                       the commands below on your path
  lab status --env dev                       what is deployed, and under which names
  lab show --env dev                         every setting, and the line it comes from
  edit labs/demo/lab.yaml, lab check         mistakes are named with file and line
  lab render jupyterhub --env dev            what helm would receive on a real cluster
  lab runs list --env dev                    the fan-outs; `lab submit --help` starts another
  lab diff --env dev; lab deploy --env dev   what would change; change it
  lab destroy --env dev                      remove it (sandbox: with its data)
  lab local down --env dev                   stop the embedded AWS; its state is kept"""


def demo(lab: Path, env: str) -> None:
    """Check, deploy, use and question the demo lab.

    Raises:
        LabError: the YAML is not valid.
        ConsoleError: a step failed, or a service answered other than it must.
    """
    check(lab, choose_envs(lab, None), as_json=False)
    loaded = load(lab, env)
    deploy(lab, env, local=True, yes=True, as_json=False)
    target = LocalTarget(local_aws(loaded))
    target.enter()
    with working("sending a real single-cell file through it, as a member of the project ..."):
        evidence = list(_evidence(target, loaded))
    note("analysing plates of flow cytometry, each as a job of its own ...")
    evidence += _fan_out(target, loaded)
    rows = [("yes" if e.holds else "NO", e.question, e.answer) for e in evidence]
    say("\nWhat exists now")
    status(lab, env, local=True, as_json=False)
    print_table("\nWhat the deployed services answer", ("as it should", "asked", "answer"), rows)
    if failed := [e.question for e in evidence if not e.holds]:
        raise ConsoleError(f"The lab does not do what it must: {' '.join(failed)}")
    say(NEXT)


def _evidence(target: LocalTarget, loaded: Loaded) -> Iterator[Evidence]:
    facts = _facts(target, loaded)
    raw = facts["raw_bucket_name"]
    role_arn = _project_stack(target, loaded, PROJECT).outputs["RoleArn"]
    keys = act_as_project(target, _project(loaded, PROJECT), role_arn)
    seen = run_script(keys, raw, facts["results_bucket_name"], project_prefix(PROJECT))
    yield Evidence(
        "Did a real file come back unchanged?",
        f"{seen['bytes']} bytes, sha256 {seen['sha256'][:16]}..., {seen['encryption']}: "
        f"{seen['cells']} cells, {seen['genes']} genes, {seen['cell_types']} cell types",
        seen["cells"] > 0,
    )
    foreign = f"{project_prefix(OTHER_PROJECT)}stolen.txt"
    member = target.client("s3", keys)
    yield denial(
        f"May {PROJECT} write for {OTHER_PROJECT}?",
        lambda: member.put_object(Bucket=raw, Key=foreign, Body=b"x"),
    )
    s3 = target.client("s3")
    yield from of_bucket(s3, raw)
    yield from of_denials(s3, target.plain_client("s3"), raw)
    yield from of_file_system(target.client("efs"), facts["file_system_id"])
    yield from of_cluster(target.client("eks"), facts["eks_cluster_name"], PROJECT)
    yield from of_databases(
        target.client("secretsmanager"),
        {name: facts[f"{name}_database_secret_arn"] for name in ("airflow", "jupyterhub")},
        certificates=target.aws.environment()["AWS_CA_BUNDLE"],
    )


def _fan_out(target: LocalTarget, loaded: Loaded) -> Iterator[Evidence]:
    config = loaded.config
    yield from fan_out_plates(
        target,
        (config.name, config.env),
        _project(loaded, SCREEN),
        _project_stack(target, loaded, SCREEN).outputs["RoleArn"],
        _facts(target, loaded)["raw_bucket_name"],
    )


def _project(loaded: Loaded, name: str) -> ProjectConfig:
    project = loaded.config.projects[name]
    if project is None:
        raise ConsoleError(f"{name} is switched off in this environment")
    return project


def _facts(target: LocalTarget, loaded: Loaded) -> dict[str, str]:
    folder = fact_path(loaded.config.name, loaded.config.env, "")
    pages = target.client("ssm").get_paginator("get_parameters_by_path").paginate(Path=folder)
    found = [parameter for page in pages for parameter in page["Parameters"]]
    return {parameter["Name"].removeprefix(folder): parameter["Value"] for parameter in found}


def _project_stack(target: LocalTarget, loaded: Loaded, project: str) -> DeployedStack:
    name = project_stack_name(loaded.config.name, loaded.config.env, project)
    stack = describe(target.client("cloudformation"), name)
    if stack is None:
        raise ConsoleError(f"{name} is not deployed")
    return stack
