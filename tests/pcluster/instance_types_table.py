"""Write `cdk/slurm/instance_types.csv` from moto's copy of EC2: runs in .venv-pcluster."""

import csv
import gzip
import io
import json
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import moto

MOTO_DATE = {"5.2.5": "2026-10-27"}
"""When each version of moto was published: no later than that EC2 gave this answer."""

# macOS runs no Slurm, high-memory machines are bought by the year, and the rest computes on chips
# that no tool of a bioinformatics lab knows.
UNUSABLE_FAMILIES = ("dl", "f", "inf", "mac", "trn", "u-", "u7", "vt")
ARCHITECTURES = ("x86_64", "arm64")


def table() -> str:
    """Return the text of the file, smallest types of a family first."""
    here = version("moto")
    text = io.StringIO()
    text.write(
        "# Types of machines that a cluster's nodes can have: EC2's DescribeInstanceTypes in "
        f"us-east-1, as kept by moto {here} of {MOTO_DATE[here]}. Written by `make reference`.\n"
        "# What is of a current generation or on AWS Nitro, without bare metal, slices of GPUs and "
        "accelerators that are no GPUs. cores: physical ones.\n"
    )
    rows = sorted(_rows(), key=lambda row: (_family(row["type"]), row["vcpus"], row["type"]))
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _rows() -> Iterator[dict[str, Any]]:
    copy = Path(moto.__file__).parent / "ec2/resources/instance_types.json.gz"
    for name, said in json.loads(gzip.decompress(copy.read_bytes())).items():
        if _is_usable(said) and not name.startswith(UNUSABLE_FAMILIES):
            yield _row(name, said)


def _is_usable(said: Mapping[str, Any]) -> bool:
    """Tell whether a node can be such a machine: metal takes 10 minutes and more to start.

    EC2 no longer calls m5 or g5 current, which are often the cheapest on spot. Of a slice of a GPU
    it says that there are 0 GPUs, so ParallelCluster would offer none to jobs.
    """
    recent = said["CurrentGeneration"] or said.get("Hypervisor") == "nitro"
    gpus = said.get("GpuInfo", {}).get("Gpus", [])
    return recent and not said["BareMetal"] and all(gpu["Count"] for gpu in gpus)


def _row(name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    gpus = said.get("GpuInfo", {}).get("Gpus", [])
    (architecture,) = (
        each for each in said["ProcessorInfo"]["SupportedArchitectures"] if each in ARCHITECTURES
    )
    return {
        "type": name,
        "vcpus": said["VCpuInfo"]["DefaultVCpus"],
        "cores": said["VCpuInfo"]["DefaultCores"],
        "memory_mib": said["MemoryInfo"]["SizeInMiB"],
        "architecture": architecture,
        "gpus": sum(gpu["Count"] for gpu in gpus),
        "gpu_manufacturer": "".join({gpu["Manufacturer"].lower() for gpu in gpus}),
        "efa": _word(said["NetworkInfo"]["EfaSupported"]),
        "nvme": _word("NvmeSupport" in said.get("InstanceStorageInfo", {})),
        "spot": _word("spot" in said["SupportedUsageClasses"]),
    }


def _family(name: str) -> str:
    return name.partition(".")[0]


def _word(value: bool) -> str:  # noqa: FBT001 - what is written is what was asked
    return "true" if value else "false"
