"""Accounts in a real database of Slurm: slurmdbd on MariaDB, as it is on RDS."""

from collections.abc import Callable

import pytest

from tests.bootstrap.nodes.bucket import ADA, GRACE, PROJECTS, Bucket
from tests.bootstrap.nodes.node import Node

# As on a head node of ParallelCluster, where both daemons run before the lab's script does.
DATABASE = """
set -e
ip link set lo up
install -d -o munge -m 0700 /etc/munge
[ -s /etc/munge/munge.key ] || head -c 1024 /dev/urandom >/etc/munge/munge.key
chown munge /etc/munge/munge.key
chmod 0400 /etc/munge/munge.key
systemctl restart munge
mkdir -p /run/mysqld /var/lib/slurm/state
chown slurm: /var/lib/slurm/state
id mysql 2>/dev/null || useradd --system mysql
# It only reads files of options, of which there are none.
ln -s /bin/true /usr/bin/my_print_defaults
mariadb-install-db --user=root --skip-test-db >/dev/null 2>&1
setsid mariadbd --user=root --skip-grant-tables --innodb-buffer-pool-size=128M >/dev/null 2>&1 &
cat >/etc/slurm/slurmdbd.conf <<CONF
DbdHost=localhost
SlurmUser=slurm
StorageType=accounting_storage/mysql
StorageHost=localhost
StorageUser=slurm
StorageLoc=slurm
PidFile=/run/slurmdbd.pid
LogFile=/var/log/slurmdbd.log
CONF
chown slurm /etc/slurm/slurmdbd.conf
chmod 0600 /etc/slurm/slurmdbd.conf
cat >/etc/slurm/slurm.conf <<CONF
ClusterName=demo-dev
SlurmctldHost=$(hostname)
SlurmUser=slurm
StateSaveLocation=/var/lib/slurm/state
ProctrackType=proctrack/linuxproc
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=localhost
NodeName=none-1 State=FUTURE
PartitionName=cpu Nodes=none-1
CONF
until test -S /run/mysqld/mysqld.sock; do sleep 0.2; done
setsid slurmdbd -D >/dev/null 2>&1 &
until sacctmgr --immediate add cluster demo-dev >/dev/null 2>&1; do
  sacctmgr --noheader show cluster 2>/dev/null | grep -q demo && break
  sleep 0.5
done
"""
ASSOCIATIONS = """
sacctmgr --noheader --parsable2 show associations format=account,user,share | sort
sacctmgr --noheader --parsable2 show user format=user,defaultaccount | sort
"""


def test_projects_share_a_cluster(bucket: Bucket, boot: Callable[[str], Node]) -> None:
    """Accounts and places are made, made right when the YAML changes, and never removed."""
    node = boot("head")
    if node.machine.system == "Debian 13":
        pytest.skip("slurmdbd 24.11 of Debian 13 refuses its MariaDB 11.8: no database to ask")
    node.run(DATABASE)
    bucket.settings(ACCOUNTING="yes")
    assert node.start().code == 0
    assert node.run(ASSOCIATIONS).stdout.split() == [
        *("cytometry-screen|ada|1", "cytometry-screen|grace|1", "cytometry-screen||50"),
        *("pbmc-atlas|ada|1", "pbmc-atlas||100", "plans||10", "root|root|1", "root||1"),
        *("ada|pbmc-atlas", "grace|cytometry-screen", "root|root"),
    ]
    second = node.start()
    assert (second.code, "Adding" in second.output, "Modified" in second.output) == (
        0,
        False,
        False,
    )
    bucket.write("projects.tsv", PROJECTS.replace("\t100\n", "\t70\n"))
    bucket.write("users.tsv", ADA.replace("pbmc-atlas,cytometry-screen", "cytometry-screen"))
    assert node.start().code == 0
    associations = node.run(ASSOCIATIONS).stdout.split()
    assert "pbmc-atlas||70" in associations
    assert "ada|cytometry-screen" in associations
    # What Ada and Grace used in the past stays theirs.
    assert {"pbmc-atlas|ada|1", "cytometry-screen|grace|1"} < set(associations)
    assert GRACE.split()[0] in str(associations)
