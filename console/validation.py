"""Check synthesised templates against AWS's schemas and rules before anything is sent."""

from cloudformation_validate import CelEngine, Severity, TemplateContent

from cdk.errors import Finding, LabError
from console.assembly import Assembly


def validate_templates(assembly: Assembly) -> None:
    """Check every template with the engine that CDK uses, in its native form.

    Raises:
        LabError: with every error in every template. Warnings are for the tests to judge.
    """
    engine = CelEngine()
    findings = []
    for stack in assembly.stacks:
        report = engine.validate_template(TemplateContent(stack.text, stack.name))
        for found in report.diagnostics:
            if found.severity in {Severity.ERROR, Severity.FATAL}:
                entity = found.entity.logical_id if found.entity else ""
                path = ".".join(part for part in (entity, found.property_path) if part)
                rule = f"{found.message} ({found.rule_id})"
                hint = found.suggested_fix or "this is a mistake in the platform: report it"
                findings.append(Finding(stack.name, 0, 0, path, rule, hint))
    if findings:
        raise LabError(findings)
