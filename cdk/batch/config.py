"""Settings of AWS Batch: the machines that jobs run on, how many, and with what disk."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field

from cdk.batch.machines import families
from cdk.nearest import nearest
from cdk.settings import FREE, Problem, Settings
from cdk.types import ImageName, refuse

_GRAVITON = re.compile(r"[a-z]+\d+g[a-z]*")


def _family(value: str) -> str:
    known = families()
    if value in known:
        return value
    if (family := value.partition(".")[0]) in known:
        raise refuse("is a type and not a family of machines", f"did you mean {family}?")
    if _GRAVITON.fullmatch(value):
        raise refuse("is a family with ARM processors", "jobs run an image for x86_64: m7a, m7i")
    raise refuse("is not a family of machines that is known here", nearest(value, known))


def _digest(value: str) -> str:
    if "@sha256:" in value:
        return value
    raise refuse(
        "names no digest, so the image may be another one tomorrow",
        "end it with @sha256: and its 64 digits; images/build --push prints the whole line",
    )


Family = Annotated[str, AfterValidator(_family)]
PinnedImage = Annotated[ImageName, AfterValidator(_digest)]
Vcpus = Annotated[int, Field(ge=2, le=100_000)]
Granted = Annotated[int, Field(ge=0, le=1_000_000)]


class ScratchConfig(Settings):
    """The disk of each machine, for images and what its jobs work on; gone with the machine."""

    size_gib: Annotated[int, Field(ge=50, le=16_384), FREE] = Field(100, examples=[500])
    """Size of the encrypted gp3 volume in GiB, 50 to 16384, shared by all jobs of a machine.
    Default 100. It costs 0.08 USD per GiB
    and month while the machine runs (us-east-1, 2026-11); 30 GiB is where single jobs of eight on
    a machine ran out."""
    throughput_mibps: Annotated[int, Field(ge=125, le=1000), FREE] = Field(125, examples=[500])
    """Its throughput in MiB per second, 125 to 1000. Default 125, which is free; more costs 0.04
    USD per MiB/s and month (us-east-1, 2026-11)."""
    nvme: Annotated[bool, FREE] = Field(default=False, examples=[True])
    """Put /scratch on the machines' own NVMe disks, joined to one. Default false. All of
    instance_families must then have such disks: m5d, c5d, r5d, m6id, c6id, r6id. The gp3 volume
    stays, for images."""


class BatchGpuConfig(Settings):
    """A queue for jobs that ask for GPUs, which a new AWS account has no quota for."""

    instance_families: Annotated[tuple[Family, ...], FREE] = Field(
        ("g4dn", "g5"), strict=False, min_length=1, examples=[["g5", "g6"]]
    )
    """Families of machines with NVIDIA GPUs. Default `[g4dn, g5]`, on demand from 0.53 and 1.01 USD
    an hour (xlarge, us-east-1, 2026-07)."""
    max_vcpus: Annotated[Vcpus, FREE] = Field(32, examples=[64])
    """Most vCPUs on spot. Default 32."""
    on_demand_max_vcpus: Annotated[Vcpus, FREE] = Field(16, examples=[32])
    """Most vCPUs on demand, used where there is no spot. Default 16."""


class GrantedVcpusConfig(Settings):
    """What AWS lets this account start, as Service Quotas shows it; by default a new account."""

    standard_spot: Annotated[Granted, FREE] = Field(5, examples=[512])
    """Quota L-34B43A08, all standard spot instance requests, in vCPUs. Default 5."""
    standard_on_demand: Annotated[Granted, FREE] = Field(5, examples=[128])
    """Quota L-1216C47A, running on-demand standard instances, in vCPUs. Default 5. The cluster's
    machines count too."""
    gpu_spot: Annotated[Granted, FREE] = Field(0, examples=[32])
    """Quota L-3819A6DF, all G and VT spot instance requests, in vCPUs. Default 0."""
    gpu_on_demand: Annotated[Granted, FREE] = Field(0, examples=[16])
    """Quota L-DB2E81BA, running on-demand G and VT instances, in vCPUs. Default 0."""


class BatchConfig(Settings):
    """Queues of AWS Batch on spot, with on-demand behind it; no machine runs without jobs."""

    image: Annotated[PinnedImage, FREE] = Field(
        examples=[
            "111122223333.dkr.ecr.us-east-1.amazonaws.com/lab-runner@sha256:" + "0a1b2c3d" * 8
        ]
    )
    """The container image of jobs, with its digest. `images/build --push REPOSITORY` builds the one
    of this repository, with R and Python, and prints this line. Any image that holds `lab-runner`
    will do."""
    instance_families: Annotated[tuple[Family, ...], FREE] = Field(
        ("m5", "m5a", "m6a", "m6i", "m7a", "m7i", "r5", "r6a", "r6i"),
        strict=False,
        min_length=1,
        examples=[["m6a", "m6i", "r6i"]],
    )
    """Families of machines that may be started. Default
    `[m5, m5a, m6a, m6i, m7a, m7i, r5, r6a, r6i]`. The more there are, the more places spot has to
    be found in, and the fewer jobs lose their machine."""
    max_vcpus: Annotated[Vcpus, FREE] = Field(256, examples=[512])
    """Most vCPUs of all jobs together on spot: how wide a fan-out can be, and a cap on its cost.
    Default 256."""
    on_demand_max_vcpus: Annotated[Vcpus, FREE] = Field(64, examples=[128])
    """Most vCPUs of all jobs together on demand. Default 64. They are used where there is no
    spot, or max_vcpus is reached, and for jobs that lost their machine again and again."""
    scratch: Annotated[ScratchConfig, FREE] = Field(ScratchConfig(), examples=[{"size_gib": 500}])
    """The disk of each machine."""
    share_decay_hours: Annotated[int, Field(ge=0, le=168), FREE] = Field(12, examples=[24])
    """For how many hours a project's use counts when jobs of several projects wait: who used less
    goes first. Default 12; 0 counts the last ten minutes."""
    unstartable_minutes: Annotated[int, Field(ge=10, le=1440), FREE] = Field(10, examples=[60])
    """After how many minutes at the head of a queue a job is cancelled that can never start, as it
    asks for more than any machine has; others wait behind it. Default 10. One that waits for
    machines which AWS has none of is cancelled after a day."""
    gpu: Annotated[BatchGpuConfig | None, FREE] = Field(None, examples=[{"max_vcpus": 32}])
    """A queue with GPUs; `{}` takes the defaults. Default none."""
    granted_vcpus: Annotated[GrantedVcpusConfig, FREE] = Field(
        GrantedVcpusConfig(), examples=[{"standard_spot": 512}]
    )
    """What AWS lets this account start. `lab check` warns where the limits above go beyond it."""

    def problems(self) -> Iterator[Problem]:
        """Check that families fit to what is wanted of them, and limits to quotas."""
        yield from _family_problems(self.instance_families, ("instance_families",), gpu=False)
        if self.gpu is not None:
            at = ("gpu", "instance_families")
            yield from _family_problems(self.gpu.instance_families, at, gpu=True)
        known = families()
        without = [name for name in self.instance_families if not known[name].nvme]
        if self.scratch.nvme and without:
            yield Problem(
                path=("scratch", "nvme"),
                message=f"needs machines with disks of their own ({', '.join(without)} have none)",
                hint="name only families with disks, such as m6id, or set it to false",
                related=(("instance_families",),),
            )
        yield from self._quotas()

    def _quotas(self) -> Iterator[Problem]:
        wanted: list[tuple[tuple[str, ...], int, str]] = [
            (("max_vcpus",), self.max_vcpus, "standard_spot"),
            (("on_demand_max_vcpus",), self.on_demand_max_vcpus, "standard_on_demand"),
        ]
        if self.gpu is not None:
            wanted += [
                (("gpu", "max_vcpus"), self.gpu.max_vcpus, "gpu_spot"),
                (("gpu", "on_demand_max_vcpus"), self.gpu.on_demand_max_vcpus, "gpu_on_demand"),
            ]
        for path, vcpus, quota in wanted:
            granted = getattr(self.granted_vcpus, quota)
            if vcpus > granted:
                code = re.search(
                    r"L-\w+", type(self.granted_vcpus).model_fields[quota].description or ""
                )
                yield Problem(
                    path=path,
                    message=f"is more than the account may start (got {vcpus}, granted {granted}"
                    f"{'' if quota in self.granted_vcpus.model_fields_set else ', the default'})",
                    hint=f"ask AWS for quota {code[0] if code else quota} and write what it "
                    f"grants into batch.granted_vcpus.{quota}; "
                    + ("jobs beyond it wait" if granted else "until then no such job can start"),
                    related=(("granted_vcpus", quota),),
                    # With some vCPUs jobs wait for each other; with none they wait for ever.
                    warning=granted > 0,
                )


def _family_problems(
    names: tuple[str, ...], at: tuple[str, ...], *, gpu: bool
) -> Iterator[Problem]:
    known = families()
    for name in sorted({each for each in names if names.count(each) > 1}):
        yield Problem(path=at, message=f"names {name} twice", hint="name each once")
    wrong = [name for name in names if known[name].gpu is not gpu]
    if wrong:
        yield Problem(
            path=at,
            message=f"names machines {'without' if gpu else 'with'} GPUs (got {', '.join(wrong)})",
            hint="take g4dn, g5 or g6" if gpu else "those belong to `batch: {gpu: ...}`",
        )
