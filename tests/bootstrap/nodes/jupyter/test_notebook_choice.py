"""What a notebook may be given, from the words of sinfo and of people."""

import pytest
from notebook_choice import (
    Choice,
    Offer,
    Partition,
    RefusedError,
    checked,
    first_choice,
    partitions,
    remembered,
)

SINFO = """\
cpu|up|8|60000|(null)|infinite
cpu|up|16|30000|(null)|infinite
cpu-ondemand|up|8|60000|(null)|infinite
gpu|up|8|30000|gpu:t4:1|1-12:00:00
old|down|8|30000|(null)|infinite
short|up|2|900|(null)|30:00
"""
OFFER = Offer(("lab", "rstudio"), ("pbmc-atlas", "flow"), partitions(SINFO))
DEFAULT = Choice("lab", "", "cpu-ondemand", cores=2, memory_gib=8, hours=12)
ASKED = {
    "program": "lab",
    "project": "flow",
    "partition": "gpu",
    "cores": "4",
    "memory_gib": "29",
    "hours": "36",
    "gpus": "1",
}


def test_partitions_are_those_that_are_up() -> None:
    """Each with the most that a node of it has, in whole GiB and hours."""
    assert partitions(SINFO) == (
        Partition("cpu", 16, 58, 0, 168, is_spot=True),
        Partition("cpu-ondemand", 8, 58, 0, 168, is_spot=False),
        Partition("gpu", 8, 29, 1, 36, is_spot=False),
        Partition("short", 2, 1, 0, 1, is_spot=False),
    )


@pytest.mark.parametrize(
    ("devices", "gpus"),
    [("gpu:4", 4), ("gpu:a10g:4(S:0-1)", 4), ("gpu:t4:1,gpu:a10g:2", 3), ("efa:1", 0)],
)
def test_gpus_are_counted(devices: str, gpus: int) -> None:
    """In each form that Slurm writes them."""
    assert partitions(f"gpu|up|8|30000|{devices}|infinite")[0].gpus == gpus


def test_choice_within_the_limits_is_taken() -> None:
    """Numbers of a form come as text."""
    assert checked(ASKED, OFFER) == Choice("lab", "flow", "gpu", 4, 29, 36, 1)


def test_gpus_need_not_be_asked_for() -> None:
    """The form has no such field where no partition has any."""
    asked = {key: value for key, value in ASKED.items() if key != "gpus"}
    assert checked(asked, OFFER).gpus == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"project": "other"}, "The project 'other' is not yours to choose. There are: pbmc-"),
        ({"partition": "old"}, "The partition 'old' is not yours to choose."),
        ({"program": None}, "The program None is not yours to choose. There are: lab, rstudio."),
        ({"partition": ["gpu"]}, r"The partition \['gpu'\] is not yours to choose."),
        ({"cores": "9"}, r"In gpu, cores goes from 1 to 8 \(asked: '9'\)."),
        ({"cores": "0"}, "In gpu, cores goes from 1 to 8"),
        ({"memory_gib": "30"}, "In gpu, memory in GiB goes from 1 to 29"),
        ({"hours": "37"}, "In gpu, hours goes from 1 to 36"),
        ({"hours": "1\n#SBATCH --uid=0"}, "In gpu, hours goes from 1 to 36"),
        ({"cores": "٣"}, "In gpu, cores goes from 1 to 8"),
        ({"cores": True}, "In gpu, cores goes from 1 to 8"),
        ({"cores": 2.0}, "In gpu, cores goes from 1 to 8"),
        ({"gpus": "2"}, "In gpu, gpus goes from 0 to 1"),
        ({"cmd": "id"}, "A notebook has no option called cmd."),
        ({"username": "root"}, "A notebook has no option called username."),
    ],
)
def test_anything_else_is_refused(changes: dict[str, object], message: str) -> None:
    """With a message for the person, and before it can reach the script of a job."""
    with pytest.raises(RefusedError, match=message):
        checked({**ASKED, **changes}, OFFER)


def test_form_begins_with_the_primary_project_and_the_defaults() -> None:
    """The lab's defaults, made smaller where no node is so large."""
    small = Offer(("lab",), ("pbmc-atlas",), partitions("cpu|up|1|4000|(null)|4:00:00"))
    assert first_choice(OFFER, DEFAULT) == Choice("lab", "pbmc-atlas", "cpu-ondemand", 2, 8, 12)
    assert first_choice(small, DEFAULT) == Choice("lab", "pbmc-atlas", "cpu", 1, 3, 4)


def test_form_remembers_what_was_asked() -> None:
    """Also when it was too much: the nearest that can be had."""
    last = remembered({**ASKED, "cores": "500"}, DEFAULT)
    assert first_choice(OFFER, last) == Choice("lab", "flow", "gpu", 8, 29, 36, 1)


@pytest.mark.parametrize("asked", [{}, {"cores": "many"}, {"cores": [1]}, {"cores": None}])
def test_form_forgets_nonsense(asked: dict[str, object]) -> None:
    """It begins with the defaults then."""
    assert remembered(asked, DEFAULT) == DEFAULT


@pytest.mark.parametrize(
    ("offer", "message"),
    [
        (Offer(("lab",), (), OFFER.partitions), "You are in no project yet."),
        (Offer(("lab",), ("flow",), ()), "No partition of Slurm is up."),
    ],
)
def test_nothing_to_choose_is_explained(offer: Offer, message: str) -> None:
    """Instead of an empty form."""
    with pytest.raises(RefusedError, match=message):
        first_choice(offer, DEFAULT)
