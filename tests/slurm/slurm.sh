#!/bin/bash
# A cluster of one node out of the distribution's own Slurm, slurmdbd, munge and units, set up as
# ParallelCluster would. ACCOUNTING=yes: with accounts that are enforced.
set -euo pipefail

addresses() {
  # Slurm resolves no name while there is nothing but loopback, and the hub asks for its own address.
  ip link add lab0 type veth peer name lab1
  ip address add 10.99.0.1/24 dev lab0
  ip link set lab0 up
  ip link set lab1 up
  # Here the stand-in for the metadata service listens.
  ip address add 169.254.169.254/32 dev lo
  printf '127.0.0.1 localhost\n10.99.0.1 %s\n' "$(hostname)" >/etc/hosts
}

key() {
  [[ -s /etc/munge/munge.key ]] || head --bytes 1024 /dev/urandom >/etc/munge/munge.key
  chown munge: /etc/munge/munge.key
  chmod 0400 /etc/munge/munge.key
  systemctl restart munge
}

# database: what remembers accounts; on AWS it is MySQL on RDS.
database() {
  install --directory --owner slurm /run/mysqld
  id mysql >/dev/null 2>&1 || useradd --system mysql
  # It only reads files of options, of which there are none.
  [[ -e /usr/bin/my_print_defaults ]] || ln --symbolic /bin/true /usr/bin/my_print_defaults
  mariadb-install-db --user=root --skip-test-db >/dev/null 2>&1
  setsid mariadbd --user=root --skip-grant-tables --innodb-buffer-pool-size=128M >/dev/null 2>&1 &
  cat >/etc/slurm/slurmdbd.conf <<CONF
DbdHost=localhost
SlurmUser=slurm
StorageType=accounting_storage/mysql
StorageHost=localhost
StorageUser=slurm
StorageLoc=slurm
LogFile=/var/log/slurm/slurmdbd.log
CONF
  chown slurm /etc/slurm/slurmdbd.conf
  chmod 0600 /etc/slurm/slurmdbd.conf
  for _ in {1..100}; do
    [[ ! -S /run/mysqld/mysqld.sock ]] || break
    sleep 0.1
  done
  systemctl restart slurmdbd
}

settings() {
  # Nothing here limits by cgroups. Slurm before 24.05 cannot do without, and refuses hosts that mix both kinds.
  local plugin=disabled
  if [[ $(slurmctld -V) =~ \ 2[0-3]\. ]]; then
    plugin=autodetect
    ! grep -q ':memory:' /proc/self/cgroup || plugin=cgroup/v1
  fi
  echo "CgroupPlugin=$plugin" >/etc/slurm/cgroup.conf
  cat >/etc/slurm/slurm.conf <<CONF
ClusterName=demo-dev
SlurmctldHost=$(hostname)
SlurmUser=slurm
AuthType=auth/munge
StateSaveLocation=/var/spool/slurmctld
SlurmdSpoolDir=/var/spool/slurmd
SlurmctldLogFile=/var/log/slurm/slurmctld.log
SlurmdLogFile=/var/log/slurm/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
MailProg=/bin/true
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerParameters=batch_sched_delay=1,sched_interval=1,bf_interval=1
ReturnToService=2
SlurmdParameters=config_overrides
NodeName=$(hostname) NodeAddr=10.99.0.1 CPUs=8 RealMemory=16000 State=UNKNOWN
PartitionName=cpu Nodes=ALL State=UP
PartitionName=cpu-ondemand Nodes=ALL Default=YES State=UP
CONF
}

# accounts: those that steps/accounts.sh makes are the only ones.
accounts() {
  cat >>/etc/slurm/slurm.conf <<CONF
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=localhost
AccountingStorageEnforce=associations,limits,qos
CONF
  database
  try sacctmgr --noheader show cluster
  sacctmgr --immediate --quiet add cluster demo-dev
}

# try COMMAND...: for twenty seconds, until it succeeds.
try() {
  for _ in {1..100}; do
    ! "$@" >/dev/null 2>&1 || return 0
    sleep 0.2
  done
  tail /var/log/slurm/*
  "$@"
}

is_idle() {
  [[ $(sinfo --noheader --format %T | sort --unique) == idle ]]
}

install --directory --owner slurm /var/spool/slurmctld /var/spool/slurmd /var/log/slurm
addresses
key
settings
[[ ${ACCOUNTING:?} == no ]] || accounts
systemctl restart slurmctld slurmd
try is_idle
