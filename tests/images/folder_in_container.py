"""Analyse a folder with an R script in the image, on the embedded AWS: build_on_debootstrap.sh."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from localaws.instance import LocalAws

SCRIPT = """
arguments <- commandArgs(trailingOnly = TRUE)
wells <- read.csv(file.path(arguments[1], "wells.csv"))
means <- aggregate(count ~ channel, wells, mean)
write.csv(means, file.path(arguments[2], "means.csv"), row.names = FALSE)
cat("user", system("id -u", intern = TRUE), "threads", Sys.getenv("OMP_NUM_THREADS"), "\\n")
"""
WELLS = "channel,count\nFITC-A,10\nFITC-A,20\nPE-A,5\n"
MEANS = b'"channel","count"\n"FITC-A",15\n"PE-A",5\n'
USER = "12345"  # a project's user, whom the image does not know
TOLD = {
    "LAB_RUN": "run-1",
    "LAB_PARENT": "s3://lab/raw/",
    "LAB_FOLDER": "plate",
    "LAB_OUTPUT": "s3://lab/out/",
    "LAB_SCRIPT": "s3://lab/means.R",
    "LAB_VCPUS": "2",
    "LAB_MEMORY_MIB": "512",
    "AWS_BATCH_JOB_ID": "job-1",
    "AWS_BATCH_JOB_ATTEMPT": "1",
}


def _container(engine: str, image: str, folder: Path, environment: dict[str, str]) -> None:
    """Run the job as AWS Batch would: with its memory, read-only, as the project's user."""
    scratch = folder / "scratch"
    scratch.mkdir(mode=0o777)
    scratch.chmod(0o777)
    trusted = environment.get("AWS_CA_BUNDLE", "")
    mounts = [
        f"--volume={scratch}:/scratch",
        *([f"--volume={trusted}:{trusted}:ro"] * bool(trusted)),
    ]
    told = {name: value for name, value in environment.items() if name.startswith("AWS_")} | TOLD
    subprocess.run(  # noqa: S603
        [
            *(engine, "run", "--rm", "--network=host", f"--user={USER}:{USER}", "--read-only"),
            *("--tmpfs=/tmp:rw,mode=1777", f"--memory={TOLD['LAB_MEMORY_MIB']}m", *mounts),
            *(f"--env={name}={value}" for name, value in told.items()),
            image,
            "lab-runner",
        ],
        check=True,
    )
    assert list(scratch.iterdir()) == [], "the work folder is still there"


def _check(s3: Any) -> None:  # noqa: ANN401
    """Compare the results, the marker and the log with what the script must have made."""
    names = [item["Key"] for item in s3.list_objects_v2(Bucket="lab", Prefix="out/")["Contents"]]
    own = "out/_lab/attempts/plate/job-1-1/"
    attempt = [f"{own}{name}" for name in ("log.txt", "status.json", "uploading.json")]
    assert names == [*attempt, "out/_lab/complete/plate.json", "out/plate/means.csv"], names

    def read(key: str) -> bytes:
        body: bytes = s3.get_object(Bucket="lab", Key=key)["Body"].read()
        return body

    assert read("out/plate/means.csv") == MEANS
    marker = json.loads(read("out/_lab/complete/plate.json"))
    assert [file["name"] for file in marker["files"]] == ["means.csv"]
    assert f"user {USER} threads 2".encode() in read(f"{own}log.txt")
    sys.stdout.write(f"{json.dumps(marker, indent=1)}\nAn R script has analysed a folder.\n")


def main(engine: str, image: str) -> None:
    """Start an embedded AWS, run one job in a container, and look at what is in S3 then."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        aws = LocalAws(folder / "aws", "111122223333", "eu-central-1")
        aws.up()
        try:
            s3 = aws.client("s3")
            place = {"LocationConstraint": "eu-central-1"}
            s3.create_bucket(Bucket="lab", CreateBucketConfiguration=place)
            s3.put_object(Bucket="lab", Key="raw/plate/wells.csv", Body=WELLS.encode())
            s3.put_object(Bucket="lab", Key="means.R", Body=SCRIPT.encode())
            _container(engine, image, folder, aws.environment())
            _check(s3)
        finally:
            aws.down()


if __name__ == "__main__":
    main(*sys.argv[1:])
