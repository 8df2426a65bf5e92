"""Lock files of conda environments."""

import pytest

from cdk.slurm.lock_file import lock_problems

SUM = "0a1b2c3d" * 4
FORGE = "https://conda.example.org/conda-forge"
NUMPY = f"{FORGE}/linux-64/numpy-2.1.3-py312h58c1407_0.conda#{SUM}"
TZDATA = f"{FORGE}/noarch/tzdata-2026a-h0c530f3_0.conda#{SUM}"
SAMTOOLS = f"https://conda.example.org/bioconda/linux-64/samtools-1.21-h50ea8bc_0.tar.bz2#{SUM}"
HEAD = "# This file may be used to create an environment\n# platform: linux-64\n@EXPLICIT\n"


def told(*lines: str, head: str = HEAD) -> list[str]:
    """Return what is said of a file, with the line."""
    problems = lock_problems(head + "\n".join(lines) + "\n")
    return [f"{each.line}: {'warning: ' * each.warning}{each.message}" for each in problems]


def test_what_conda_prints_is_right() -> None:
    """Packages for Linux and for every platform, from the two channels that nodes prefer."""
    assert told(NUMPY, TZDATA, SAMTOOLS) == []


def test_lines_of_windows_and_empty_ones_are_right() -> None:
    """Editors leave them behind."""
    assert told(f"\r\n{NUMPY}\r\n\r\n  {TZDATA}  ") == []


@pytest.mark.parametrize("checksum", [SUM, f"sha256:{SUM * 2}", SUM * 2])
def test_checksums_of_both_kinds_are_right(checksum: str) -> None:
    """`--md5` and `--sha256` print them."""
    assert told(NUMPY.replace(SUM, checksum)) == []


def test_the_server_may_be_left_out() -> None:
    """Nodes take conda's own, and the rest of each line is looked at all the same."""
    without = [line.split(".org/")[1] for line in (NUMPY, SAMTOOLS)]
    assert told(*without) == []
    assert told(without[0].partition("#")[0]) == ["4: has no checksum"]
    assert told(without[0].replace("conda-forge", "pkgs/main")) == [
        "4: is from Anaconda's channel main, which is not free for most labs"
    ]


@pytest.mark.parametrize("path", ["numpy", "linux-64/numpy", "/conda-forge/linux-64/numpy"])
def test_without_a_server_a_line_begins_with_the_channel(path: str) -> None:
    """Channel, platform, file."""
    line = f"{path}-2.1.3-py312h58c1407_0.conda#{SUM}"
    assert told(line) == ["4: is no address of a package, *.conda or *.tar.bz2"]


def test_labels_belong_to_their_channel() -> None:
    """`conda-forge/label/python_rc` is conda-forge's."""
    assert told(NUMPY.replace("conda-forge/", "conda-forge/label/python_rc/")) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (NUMPY.split("#", maxsplit=1)[0], "has no checksum"),
        (NUMPY.replace(SUM, "0a1b"), "has a checksum that is none"),
        (NUMPY.replace("https", "http"), "is fetched through http, not https"),
        (NUMPY.replace("//", "//ada:secret@"), "has a password or token in its address"),
        (NUMPY.replace(".org/", ".org/t/tk-1/"), "has a password or token in its address"),
        (NUMPY.replace("linux-64", "osx-arm64"), "is a package for osx-arm64"),
        (NUMPY.replace("linux-64/", ""), "is a package for conda-forge"),
        ("scanpy=1.10", "is no address of a package, *.conda or *.tar.bz2"),
        (f"{FORGE}/linux-64/", "is no address of a package, *.conda or *.tar.bz2"),
        (f"https://[/numpy-1-0.conda#{SUM}", "is no address of a package, *.conda or *.tar.bz2"),
        (
            NUMPY.replace("conda-forge", "pkgs/main"),
            "is from Anaconda's channel main, which is not free for most labs",
        ),
        (
            NUMPY.replace("conda-forge", "pkgs/r"),
            "is from Anaconda's channel r, which is not free for most labs",
        ),
        (
            NUMPY.replace("conda-forge", "anaconda"),
            "is from Anaconda's channel anaconda, which is not free for most labs",
        ),
        (
            NUMPY.replace("conda-forge", "nvidia"),
            "warning: is from the channel nvidia, which nobody here knows",
        ),
    ],
)
def test_a_line_that_nodes_cannot_or_must_not_install_is_told(line: str, expected: str) -> None:
    """With its number, and what is wrong."""
    assert told(TZDATA, line) == [f"5: {expected}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "0: has no line @EXPLICIT, so it is no lock file"),
        ("name: scanpy\n", "1: has no line @EXPLICIT, so it is no lock file"),
        ("# only a remark\n", "0: has no line @EXPLICIT, so it is no lock file"),
        ("@EXPLICIT\n", "1: names no package"),
        (f"# platform: osx-arm64\n@EXPLICIT\n{NUMPY}\n", "1: is for the platform osx-arm64"),
    ],
    ids=["empty", "an environment.yml", "a remark", "no packages", "made on a Mac"],
)
def test_a_file_that_is_none_is_told_once(text: str, expected: str) -> None:
    """Whatever else is wrong follows from it."""
    (problem,) = told(head=text)
    assert problem.startswith(expected)


def test_the_same_package_twice_is_told() -> None:
    """Whatever conda would install, one of the two was not meant."""
    again = NUMPY.replace("2.1.3", "2.2.0")
    (problem,) = lock_problems(f"{HEAD}{NUMPY}\n{TZDATA}\n{again}\n")
    assert (problem.line, problem.message) == (6, "names the package numpy again")
    assert problem.hint == "it stands at line 4 already: keep one of the two"


def test_a_mistake_of_every_line_is_told_once() -> None:
    """Whoever forgot `--md5` need not read a thousand messages."""
    bare = [line.split("#")[0] for line in (NUMPY, TZDATA, SAMTOOLS)]
    assert told(*bare) == ["4: has no checksum (2 more lines are such)"]


def test_a_password_is_never_repeated() -> None:
    """Messages end up in the logs of CI."""
    line = NUMPY.replace("//", "//ada:secret@").replace("https", "http")
    assert not any("secret" in each.message + each.hint for each in lock_problems(HEAD + line))
