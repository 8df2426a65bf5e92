"""Three security checks over every template of the demo lab; what stays is acknowledged by name."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from aws_cdk import App, Stack, Validations, aws_s3 as s3
from cdk_nag import AwsSolutionsChecks
from cfnlint.api import lint_file
from cfnlint.config import ManualArgs
from cloudformation_validate import CompositeEngine, Severity
from ruamel.yaml import YAML

from cdk.config.lab import LabConfig
from stacks.lab import Lab
from tests.conftest import lock_files

ACKNOWLEDGEMENTS = Path(__file__).with_name("acknowledgements.yaml")
SHORTEST_REASON = 20
MISSPELT = """
{"Resources": {"Open": {"Type": "AWS::S3::Bucket", "Properties": {"AccessControll": "PublicRead"}}}}
"""


@dataclass(frozen=True, order=True)
class Finding:
    """What a check has against a resource; as an acknowledgement, patterns with a reason."""

    check: str
    rule: str
    where: str
    evidence: str = ""
    reason: str = ""

    def covers(self, found: "Finding") -> bool:
        """Say whether this acknowledgement is about a finding."""
        return (
            (self.check, self.rule) == (found.check, found.rule)
            and fnmatchcase(found.where, self.where)
            and fnmatchcase(found.evidence, self.evidence)
        )


def native_findings(template: Path) -> Iterator[Finding]:
    """Check a template with the engine that CDK has too: AWS's schemas and its own rules."""
    stack = template.name.removesuffix(".template.json")
    for each in CompositeEngine().validate_template(template).diagnostics:
        if each.severity.value >= Severity.WARN.value:
            where = each.entity.logical_id if each.entity else ""
            yield Finding("cloudformation-validate", each.rule_id, f"{stack}/{where}")


def cfn_lint_findings(template: Path) -> Iterator[Finding]:
    """Check a template with cfn-lint: errors and warnings."""
    stack = template.name.removesuffix(".template.json")
    for match in lint_file(template, config=ManualArgs(regions=["us-east-1"])):
        where = "/".join(map(str, (match.path or [])[1:2]))
        yield Finding("cfn-lint", match.rule.id, f"{stack}/{where}")


def nag_findings(app: App) -> Iterator[Finding]:
    """Check an app with cdk-nag's rules for AWS solutions."""
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    try:
        app.synth()
    except RuntimeError as error:
        if "ValidationFailed" not in str(error):
            raise
    report = json.loads(Path(app.outdir, "validation-report.json").read_text(encoding="utf-8"))
    (own,) = (each for each in report["pluginReports"] if each["pluginName"] == "AwsSolutions")
    for violation in own["violations"]:
        rule, _, evidence = violation["ruleName"].partition("[")
        for construct in violation["violatingConstructs"]:
            yield Finding("cdk-nag", rule, construct["constructPath"], evidence.removesuffix("]"))


@pytest.fixture(scope="module")
def findings(
    config: Callable[[str, str], LabConfig],
    demo: Callable[[str], Path],
    new_app: Callable[[], App],
) -> list[Finding]:
    """Return what all checks find in both environments."""
    found: set[Finding] = set()
    for env in ("dev", "prod"):
        templates = sorted(demo(env).glob("*.template.json"))
        assert len(templates) == 14
        for template in templates:
            found.update(native_findings(template), cfn_lint_findings(template))
        app = new_app()
        Lab(app, config("labs/demo", env), lock_files=lock_files())
        found.update(nag_findings(app))
    return sorted(found)


@pytest.fixture(scope="module")
def acknowledgements() -> list[Finding]:
    """Return the reviewed list."""
    entries = YAML(typ="safe").load(ACKNOWLEDGEMENTS.read_text(encoding="utf-8"))
    return [Finding(**entry) for entry in entries]


def test_every_finding_is_acknowledged(
    findings: list[Finding], acknowledgements: list[Finding]
) -> None:
    """Nothing is found that nobody has looked at."""
    open_findings = [
        each for each in findings if not any(entry.covers(each) for entry in acknowledgements)
    ]
    assert open_findings == []


def test_every_acknowledgement_is_used(
    findings: list[Finding], acknowledgements: list[Finding]
) -> None:
    """What is put right leaves the list."""
    unused = [
        entry for entry in acknowledgements if not any(entry.covers(each) for each in findings)
    ]
    assert unused == []


def test_every_acknowledgement_has_a_reason(acknowledgements: list[Finding]) -> None:
    """A reason is a sentence that a reviewer can judge."""
    assert [each for each in acknowledgements if len(each.reason) < SHORTEST_REASON] == []


def test_the_native_engine_and_cfn_lint_see_a_bad_template(tmp_path: Path) -> None:
    """Both report a property that does not exist, so their silence means something."""
    template = tmp_path / "bad.template.json"
    template.write_text(MISSPELT, encoding="utf-8")
    rules = {
        each.check: each.where
        for check in (native_findings, cfn_lint_findings)
        for each in check(template)
    }
    assert rules == {"cloudformation-validate": "bad/Open", "cfn-lint": "bad/Open"}


def test_cdk_nag_sees_a_bucket_without_tls(new_app: Callable[[], App]) -> None:
    """It reports a planted mistake, so its silence means something."""
    app = new_app()
    s3.Bucket(Stack(app, "Bad"), "Open")
    assert "AwsSolutions-S10" in {each.rule for each in nag_findings(app)}
