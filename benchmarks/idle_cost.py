"""Say what a lab costs with nobody logged in: `python benchmarks/idle_cost.py [--lab DIR]`.

Without a lab: the demo lab, and the smallest one that has notebooks. No account is asked. Not
counted: data and its backups, what is written and sent (logs, NAT, load balancer), taxes.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
# A script finds the packages beside it, not those of the repository.
sys.path.insert(0, str(ROOT))

from benchmarks.idle_slurm import slurm_rows  # noqa: E402
from benchmarks.machines import Machine, consolidated, machine_types, price, started  # noqa: E402
from benchmarks.pods import Pod, idle_pods  # noqa: E402
from benchmarks.price_list import HOURS, Row, usd  # noqa: E402
from cdk.config.lab import LabConfig  # noqa: E402
from cdk.config.load import load  # noqa: E402
from cdk.eks.node_pool_config import NodePoolConfig  # noqa: E402
from cdk.errors import LabError  # noqa: E402
from cdk.releases.filled_release import FilledRelease  # noqa: E402
from console.errors import ConsoleError  # noqa: E402
from console.render import rendered  # noqa: E402

SMALLEST = """\
name: smallest
account: "111122223333"
region: us-east-1
owner: grace.hopper@demo-lab.example
storage: {efs: {}}
eks: {admin_roles: [role/lab-admins]}
jupyterhub: {}
"""


def bill(config: LabConfig, releases: dict[str, FilledRelease]) -> list[Row]:
    """Return what a month costs: pool by pool, then everything that is there by the hour or month.

    Args:
        config: a lab with a cluster.
        releases: its releases, as `lab render` has them.

    Raises:
        ConsoleError: a size or a price is not known.
    """
    if config.eks is None:
        raise ConsoleError(f"{config.name} has no cluster in {config.env}: write `eks: {{}}`")
    waves = idle_pods(config, releases)
    pools = config.eks.node_pools.enabled()
    if lost := {pod.pool for wave in waves for pod in wave} - pools.keys():
        raise ConsoleError(f"pods wait for node pools that are not there: {', '.join(lost)}")
    rows = [_pool(name, pool, waves) for name, pool in pools.items()]
    rows.append(Row("EKS control plane", "1", usd("EKS control plane") * HOURS))
    return [
        *rows,
        *_database(config),
        *slurm_rows(config),
        *_network(config),
        *_by_the_piece(config, releases),
    ]


def pool_machines(name: str, pool: NodePoolConfig, waves: Sequence[Sequence[Pod]]) -> list[Machine]:
    """Return the machines of a pool after everything was installed and has come to rest."""
    own = [[pod for pod in wave if pod.pool == name] for wave in waves]
    if not any(own):
        return []
    types = machine_types(pool)
    machines = started(own, types)
    return machines if pool.consolidation == "WhenEmpty" else consolidated(machines, types)


def _pool(name: str, pool: NodePoolConfig, waves: Sequence[Sequence[Pod]]) -> Row:
    machines = pool_machines(name, pool, waves)
    types = Counter(each.cheapest.name for each in machines)
    which = ", ".join(f"{count} {each}" for each, count in sorted(types.items()))
    running = price(machines) * (1 + usd("EKS Auto Mode")) * HOURS
    disks = len(machines) * pool.ephemeral_storage_gib * usd("gp3")
    return Row(f"pool `{name}`", which or "0", running + disks)


def _database(config: LabConfig) -> Iterator[Row]:
    if config.jupyterhub is None and config.airflow is None:
        return
    database = config.database
    zones = " multi-AZ" if database.multi_az else ""
    which = f"{database.instance_type}{zones}"
    yield Row("PostgreSQL server", which, usd(which) * HOURS)
    gib = database.allocated_storage_gib
    yield Row("its disk", f"{gib} GiB", gib * usd(f"RDS gp3{zones}"))


def _network(config: LabConfig) -> Iterator[Row]:
    zones = len(config.network.availability_zones)
    address = usd("public IPv4 address") * HOURS
    if config.network.existing_vpc is None:
        gateways = {"none": 0, "one": 1, "per_az": zones}[config.network.nat]
        each = usd("NAT gateway") * HOURS + address
        yield Row("NAT gateways with address", f"{gateways}", gateways * each)
        endpoints = zones * len(config.network.interface_endpoints)
        each = usd("interface endpoint") * HOURS
        yield Row("interface endpoints", f"{endpoints}", endpoints * each)
    if config.ingress is not None:
        addresses = zones if config.ingress.scheme == "internet-facing" else 0
        balancer = usd("ALB") * HOURS
        yield Row("load balancer", f"1, {addresses} addresses", balancer + addresses * address)


def secrets(config: LabConfig, releases: dict[str, FilledRelease]) -> int:
    """Count what lies in Secrets Manager: of the database, logins, and generated for releases."""
    databases = sum(each is not None for each in (config.jupyterhub, config.airflow))
    programs = databases + bool(config.enabled_apps()) + (config.slurm is not None)
    logins = programs if config.login.oidc is None else 0
    generated = sum(len(each.release.file.secrets) for each in releases.values())
    accounting = config.slurm is not None and config.slurm.accounting is not None
    return databases + bool(databases) + logins + generated + accounting


def _by_the_piece(config: LabConfig, releases: dict[str, FilledRelease]) -> Iterator[Row]:
    count = secrets(config, releases)
    yield Row("secrets", f"{count}", count * usd("secret"))
    yield Row("KMS key", "1", usd("KMS key"))


def table(rows: Sequence[Row]) -> str:
    """Return the bill in Markdown."""
    lines = ["| what | with nobody logged in | USD a month |", "|---|---|---:|"]
    lines += [f"| {row.what} | {row.which} | {row.usd:.2f} |" for row in rows]
    return "\n".join([*lines, f"| **total** | | **{sum(row.usd for row in rows):.2f}** |"])


def report(lab: Path, env: str) -> str:
    """Return the bill of a lab with a title."""
    config = load(lab, env).config
    title = f"## {config.name} {env}: list prices of us-east-1"
    return f"{title}\n\n{table(bill(config, rendered(lab, env)))}\n"


def smallest(folder: Path) -> tuple[Path, str]:
    """Write the smallest lab with notebooks into a folder, and return it with its environment."""
    (folder / "lab.yaml").write_text(SMALLEST, encoding="utf-8")
    (folder / "dev.yaml").write_text("preset: standard\n", encoding="utf-8")
    return folder, "dev"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lab", type=Path, help="folder of a lab")
    parser.add_argument("--env", default="prod", help="its environment, prod by default")
    given = parser.parse_args()
    with TemporaryDirectory() as temporary:
        demo = [(ROOT / "labs/demo", "dev"), (ROOT / "labs/demo", "prod")]
        labs = [(given.lab, given.env)] if given.lab else [*demo, smallest(Path(temporary))]
        try:
            print("\n".join(report(*each) for each in labs))
        except (ConsoleError, LabError) as error:
            sys.exit(str(error))
