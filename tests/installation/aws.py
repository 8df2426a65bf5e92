"""A stand-in for the two commands of the AWS CLI that CDK's handler runs; run as a program."""

import argparse
import os
import shutil
from pathlib import Path

KUBECONFIG, ASSETS = "STAND_IN_KUBECONFIG", "STAND_IN_ASSETS"
"""Environment variables: the file to hand out, the folder of the assembly's published files."""


def main() -> None:
    """Do what the command line asks for, from files of the test's own."""
    parser = argparse.ArgumentParser(prog="aws")
    services = parser.add_subparsers(dest="service", required=True)
    eks = services.add_parser("eks").add_subparsers(required=True)
    update = eks.add_parser("update-kubeconfig")
    update.add_argument("--name", required=True)
    update.add_argument("--kubeconfig", required=True, type=Path)
    s3 = services.add_parser("s3").add_subparsers(required=True)
    copy = s3.add_parser("cp")
    copy.add_argument("url")
    copy.add_argument("target", type=Path)
    asked = parser.parse_args()
    if asked.service == "eks":
        shutil.copyfile(os.environ[KUBECONFIG], asked.kubeconfig)
    else:
        _copy_asset(asked.url, asked.target)


def _copy_asset(url: str, target: Path) -> None:
    """Copy a file asset, or the archive of a folder, as `cdk deploy` would have published it."""
    asset = Path(os.environ[ASSETS], "asset." + Path(url).stem)
    archive = shutil.make_archive(str(target.with_suffix("")), "zip", asset)
    shutil.move(archive, target)


if __name__ == "__main__":
    main()
