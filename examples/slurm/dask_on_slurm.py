"""Count the cells of all samples with Dask: its workers are Slurm jobs that come and go.

    /software/jupyter/current/bin/python dask_on_slurm.py pbmc-atlas /projects/pbmc-atlas/samples

In a notebook, leave out the last line and look at `cluster`, or open its dashboard below
/user/NAME/proxy/. The first argument is the project whose share of the cluster is used.
"""

import sys
from pathlib import Path

import dask
from count_cells import count
from dask_jobqueue import SLURMCluster
from distributed import Client, as_completed

# AWS may take spot machines away. A task is given up only after so many workers died with it; the
# default of three would be reached on a bad day.
dask.config.set({"distributed.scheduler.allowed-failures": 20})


def workers(project: str) -> SLURMCluster:
    """Return a cluster without workers; each of them will be one Slurm job."""
    return SLURMCluster(
        account=project,
        queue="cpu",  # on spot; its sibling cpu-ondemand costs more and stays
        cores=1,
        processes=1,
        memory="2GiB",
        walltime="01:00:00",
        # A worker leaves before Slurm ends it, and hands over what it has.
        worker_extra_args=["--lifetime", "55m", "--lifetime-stagger", "4m"],
        job_name="dask-worker",
        python=sys.executable,
        local_directory="/tmp",  # noqa: S108 - the node's own disk; workers make folders there
        log_directory=str(Path.home() / ".dask-logs"),
        # Other people work on these machines too: only who has the certificate may give orders.
        security=True,
        shared_temp_directory=str(Path.home()),
        scheduler_options={"dashboard_address": ":0"},
    )


def main(project: str, samples: Path) -> None:
    """Print a line for each sample, in the order in which they are done."""
    folders = [each / "filtered_feature_bc_matrix" for each in sorted(samples.iterdir())]
    with workers(project) as cluster, Client(cluster) as client:
        # As many jobs as there is work for, none when there is none.
        cluster.adapt(minimum_jobs=1, maximum_jobs=4)
        # The first machine may have to be started, which takes some minutes.
        client.wait_for_workers(1)
        # Workers that come later get our module too.
        client.upload_file(str(Path(__file__).with_name("count_cells.py")))
        for _, result in as_completed(client.map(count, folders), with_results=True):
            print(*result.values(), sep="\t", flush=True)


# Workers must not start workers of their own when they import this file.
if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
