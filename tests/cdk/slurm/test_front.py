"""The way in to the login node."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import CfnOutput, Stack, aws_ec2 as ec2, aws_s3 as s3
from aws_cdk.assertions import Match, Template

from cdk.slurm.front import LoginFront

Build = Callable[..., Template]
CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000"
ZONE = "Z0123456789ABCDEFGHIJ"
LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"


@pytest.fixture(scope="module")
def build(new_stack: Callable[[str], Stack], new_vpc: Callable[[Stack], ec2.IVpc]) -> Build:
    """Return what builds a front and returns its template."""

    def made(**other: object) -> Template:
        stack = new_stack("demo-dev-slurm")
        vpc = new_vpc(stack)
        settings: dict[str, Any] = {
            "certificate_arn": CERTIFICATE,
            "hosted_zone_id": None,
            "scheme": "internal",
            "inbound_cidrs": ["192.0.2.0/24"],
            **other,
        }
        front = LoginFront(
            stack,
            "Front",
            domain="lab.example.org",
            deletion_protection=True,
            vpc=vpc,
            subnets=ec2.SubnetSelection(subnets=vpc.private_subnets),
            access_logs=s3.Bucket(stack, "Logs"),
            **settings,
        )
        CfnOutput(stack, "Url", value=front.url)
        CfnOutput(stack, "Targets", value=front.target_group_arn)
        CfnOutput(stack, "Group", value=front.login_security_group.security_group_id)
        return Template.from_stack(stack)

    return made


@pytest.fixture(scope="module")
def template(build: Build) -> Template:
    """Return the template of an internal front with a certificate."""
    return build()


def _attributes(template: Template) -> dict[str, Any]:
    (balancer,) = template.find_resources(BALANCER).values()
    pairs = balancer["Properties"]["LoadBalancerAttributes"]
    return {pair["Key"]: pair["Value"] for pair in pairs}


def _rules(template: Template, direction: str) -> list[dict[str, Any]]:
    kind = f"AWS::EC2::SecurityGroup{direction}"
    return [each["Properties"] for each in template.find_resources(kind).values()]


def test_load_balancer_is_protected_logged_and_patient(template: Template) -> None:
    """A notebook's connection is open for hours."""
    attributes = _attributes(template)
    expected = {
        "deletion_protection.enabled": "true",
        "routing.http.drop_invalid_header_fields.enabled": "true",
        "idle_timeout.timeout_seconds": "4000",
        "access_logs.s3.enabled": "true",
        "access_logs.s3.prefix": "slurm-front",
    }
    assert {name: attributes.get(name) for name in expected} == expected


@pytest.mark.parametrize("scheme", ["internal", "internet-facing"])
def test_scheme_is_that_of_the_settings(build: Build, scheme: str) -> None:
    """As for the lab's other load balancer."""
    build(scheme=scheme).has_resource_properties(BALANCER, {"Scheme": scheme})


def test_https_is_tls_1_2_or_newer_and_serves_one_host(template: Template) -> None:
    """Every other host gets an answer that tells nothing."""
    template.has_resource_properties(
        LISTENER,
        {
            "Port": 443,
            "Protocol": "HTTPS",
            "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
            "Certificates": [{"CertificateArn": CERTIFICATE}],
            "DefaultActions": [
                Match.object_like({"FixedResponseConfig": Match.object_like({"StatusCode": "404"})})
            ],
        },
    )
    template.has_resource_properties(
        "AWS::ElasticLoadBalancingV2::ListenerRule",
        {
            "Conditions": [
                {"Field": "host-header", "HostHeaderConfig": {"Values": ["slurm.lab.example.org"]}}
            ]
        },
    )
    template.has_output("Url", {"Value": "https://slurm.lab.example.org"})


def test_http_is_sent_to_https(template: Template) -> None:
    """For good."""
    template.has_resource_properties(
        LISTENER,
        {
            "Port": 80,
            "DefaultActions": [
                {
                    "Type": "redirect",
                    "RedirectConfig": {
                        "Port": "443",
                        "Protocol": "HTTPS",
                        "StatusCode": "HTTP_301",
                    },
                }
            ],
        },
    )


def test_targets_are_instances_whose_hub_is_well(template: Template) -> None:
    """They register themselves."""
    template.has_resource_properties(
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        {
            "TargetType": "instance",
            "Port": 8000,
            "Protocol": "HTTP",
            "HealthCheckPath": "/hub/health",
            "Targets": Match.absent(),
        },
    )


def test_login_nodes_are_reached_by_the_load_balancer_alone(template: Template) -> None:
    """On the hub's port, by a group that they join."""
    (into,), (out,) = _rules(template, "Ingress"), _rules(template, "Egress")
    assert [(each["FromPort"], each["ToPort"]) for each in (into, out)] == [(8000, 8000)] * 2
    assert into["SourceSecurityGroupId"] == out["GroupId"]
    template.has_output("Group", {"Value": into["GroupId"]})


@pytest.mark.parametrize(
    ("cidrs", "expected"),
    [(["192.0.2.0/24"], {"192.0.2.0/24"}), ([], {"0.0.0.0/0"})],
)
def test_networks_of_the_settings_reach_the_load_balancer(
    build: Build, cidrs: list[str], expected: set[str]
) -> None:
    """None means every network that is connected, for an internal one."""
    groups = build(inbound_cidrs=cidrs).find_resources("AWS::EC2::SecurityGroup").values()
    rules = [rule for each in groups for rule in each["Properties"].get("SecurityGroupIngress", [])]
    assert {rule["CidrIp"] for rule in rules} == expected
    assert {rule["FromPort"] for rule in rules} == {80, 443}


def test_a_zone_gives_certificate_and_record(build: Build) -> None:
    """The record is exact, so it comes before that of `*.<domain>`."""
    template = build(certificate_arn=None, hosted_zone_id=ZONE)
    template.has_resource_properties(
        "AWS::CertificateManager::Certificate",
        {
            "DomainName": "slurm.lab.example.org",
            "ValidationMethod": "DNS",
            "DomainValidationOptions": [
                {"DomainName": "slurm.lab.example.org", "HostedZoneId": ZONE}
            ],
        },
    )
    template.has_resource_properties(
        "AWS::Route53::RecordSet",
        {"Name": "slurm.lab.example.org.", "Type": "A", "HostedZoneId": ZONE},
    )


def test_without_a_zone_an_output_tells_what_the_record_points_to(template: Template) -> None:
    """Whoever runs the DNS reads it."""
    template.resource_count_is("AWS::Route53::RecordSet", 0)
    described = {each.get("Description") for each in template.find_outputs("*").values()}
    assert "Where the DNS record slurm.lab.example.org points to (CNAME)" in described


def test_neither_certificate_nor_zone_is_a_mistake(build: Build) -> None:
    """Settings of the ingress refuse it before."""
    with pytest.raises(ValueError, match="no certificate for slurm"):
        build(certificate_arn=None)
