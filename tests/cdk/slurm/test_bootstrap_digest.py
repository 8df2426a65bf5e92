"""One number for what nodes set themselves up from."""

from pathlib import Path

from cdk.slurm.bootstrap_digest import bootstrap_digest


def folder(tmp_path: Path) -> Path:
    """Return a folder with two scripts, one of them further down."""
    (tmp_path / "steps").mkdir()
    (tmp_path / "start.sh").write_text("echo start\n", encoding="utf-8")
    (tmp_path / "steps" / "users.sh").write_text("echo users\n", encoding="utf-8")
    return tmp_path


def test_the_same_input_is_the_same_number(tmp_path: Path) -> None:
    """Sixteen signs; the order of files does not matter."""
    scripts = folder(tmp_path)
    digest = bootstrap_digest(scripts, {"a": "1", "b": "2"})
    assert len(digest) == 16
    assert bootstrap_digest(scripts, {"b": "2", "a": "1"}) == digest


def test_every_byte_counts(tmp_path: Path) -> None:
    """Of a script, of its name, and of what the lab says."""
    scripts = folder(tmp_path)
    before = bootstrap_digest(scripts, {"a": "1"})
    assert bootstrap_digest(scripts, {"a": "2"}) != before
    (scripts / "steps" / "users.sh").write_text("echo people\n", encoding="utf-8")
    changed = bootstrap_digest(scripts, {"a": "1"})
    (scripts / "steps" / "users.sh").rename(scripts / "steps" / "people.sh")
    assert len({before, changed, bootstrap_digest(scripts, {"a": "1"})}) == 3


def test_what_programs_leave_behind_does_not_count(tmp_path: Path) -> None:
    """A cache is not uploaded either."""
    scripts = folder(tmp_path)
    before = bootstrap_digest(scripts, {})
    (scripts / "__pycache__").mkdir()
    (scripts / "__pycache__" / "x.cpython-311.pyc").write_bytes(b"\0")
    assert bootstrap_digest(scripts, {}) == before


def test_references_count_by_what_they_refer_to(tmp_path: Path) -> None:
    """A resolved text is a tree of CloudFormation."""
    scripts = folder(tmp_path)
    first = bootstrap_digest(scripts, {"a": {"Fn::Join": ["", ["x", {"Ref": "Topic"}]]}})
    assert first != bootstrap_digest(scripts, {"a": {"Fn::Join": ["", ["x", {"Ref": "Other"}]]}})
