"""What the jobs of test_fan_out.py run: each folder says in `task.txt` what shall happen."""

import os
import sys
import time
from pathlib import Path

import boto3
from botocore.exceptions import ClientError

SHARED = Path("/projects/cytometry-screen")


def main(source: Path, target: Path) -> None:
    """Do what the folder asks for, and write down what was seen."""
    task, _, value = (source / "task.txt").read_text(encoding="utf-8").strip().partition(" ")
    (target / "unfinished.txt").write_text("half", encoding="utf-8")
    if task == "memory":
        block = bytearray(int(value) << 20)
        block[::4096] = b"x" * len(block[::4096])
    elif task == "fail":
        sys.exit(f"folder {os.environ['FOLDER']} is broken")
    elif task == "steal":
        (target / "stolen.txt").write_text(_steal(value), encoding="utf-8")
    elif task == "wait":
        while not (SHARED / value).exists():
            time.sleep(0.05)
    elif task == "share":
        (SHARED / value).write_text("here", encoding="utf-8")
    (target / "unfinished.txt").unlink()
    (target / "channel.txt").write_text(os.environ["CHANNEL"], encoding="utf-8")


def _steal(bucket: str) -> str:
    try:
        boto3.client("s3").list_objects_v2(Bucket=bucket, Prefix="projects/pbmc-atlas/")
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return "listed"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
