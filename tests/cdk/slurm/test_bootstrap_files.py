"""Files of the lab on their way to nodes."""

from collections.abc import Callable
from pathlib import Path

from aws_cdk import Stack, aws_sns as sns
from aws_cdk.assertions import Template

from cdk.slurm.bootstrap_bucket import BootstrapBucket
from cdk.slurm.bootstrap_files import WrittenFiles, lab_sources


def test_plain_texts_are_one_upload_and_texts_with_tokens_one_each(
    new_stack: Callable[[str], Stack], tmp_path: Path
) -> None:
    """A lab has many people, each with a file of keys."""
    topic = sns.Topic(new_stack("Test"), "Topic")
    plain = {f"ssh_keys/user-{number}": "ssh-ed25519 AAAA\n" for number in range(20)}
    settings = {"settings.env": f"TOPIC_ARN='{topic.topic_arn}'\n"}
    assert len(lab_sources(tmp_path, plain)) == 1
    assert len(lab_sources(tmp_path, settings)) == 1
    assert len(lab_sources(tmp_path, plain | settings)) == 2
    assert lab_sources(tmp_path, {}) == []


def test_texts_are_written_to_their_names_byte_for_byte(tmp_path: Path) -> None:
    """With folders, and with letters of all languages."""
    files = {"users.tsv": "åda\t30001\n", "environments/pbmc/scanpy.lock": "@EXPLICIT\n"}
    assert WrittenFiles(files).try_bundle(str(tmp_path)) is True
    read = {
        str(path.relative_to(tmp_path)): path.read_bytes().decode()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    assert read == files


def test_leftovers_of_programs_change_nothing(
    new_stack: Callable[[str], Stack],
    lab_key: Callable[[Stack], object],
    tmp_path: Path,
) -> None:
    """The hash is that of the scripts, on every machine."""

    def assets() -> object:
        stack = new_stack("Test")
        BootstrapBucket(
            stack,
            "Bootstrap",
            key=lab_key(stack),  # type: ignore[arg-type]
            scripts=tmp_path,
            files={"users.tsv": ""},
        )
        found = Template.from_stack(stack).find_resources("Custom::CDKBucketDeployment")
        return {
            name: each["Properties"]["SourceObjectKeys"] for name, each in sorted(found.items())
        }

    (tmp_path / "start.sh").write_text("#!/bin/bash\n", encoding="utf-8")
    before = assets()
    (tmp_path / "bin" / "__pycache__").mkdir(parents=True)
    (tmp_path / "bin" / "__pycache__" / "hook.cpython-311.pyc").write_bytes(b"1")
    assert assets() == before
    (tmp_path / "start.sh").write_text("#!/bin/bash\ntrue\n", encoding="utf-8")
    assert assets() != before
