"""The load balancer's class, its Ingress, its certificate and its record."""

import json
from collections.abc import Callable
from typing import Any, cast

import pytest
from aws_cdk import App, Environment, Stack, aws_ec2 as ec2, aws_eks_v2 as eks
from aws_cdk.assertions import Match, Template
from aws_cdk.lambda_layer_kubectl_v36 import KubectlV36Layer

from cdk.ingress.config import IngressConfig
from cdk.ingress.construct import (
    LabIngress,
    ingress_class,
    ingress_class_params,
    not_found,
)
from tests.kubernetes.checks import problems

ARN = "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000"
ZONE = "Z0123456789ABCDEFGHIJ"
Build = Callable[[IngressConfig], Template]
SUBNETS = ["subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"]


def _config(**settings: Any) -> IngressConfig:  # noqa: ANN401
    return IngressConfig.model_validate({"domain": "lab.example.org", **settings})


@pytest.fixture(scope="module")
def template(new_app: Callable[[], App]) -> Build:
    """Return what builds the way in, once for each set of settings."""
    built: dict[str, Template] = {}

    def build(config: IngressConfig) -> Template:
        key = config.model_dump_json()
        if key in built:
            return built[key]
        env = Environment(account="111122223333", region="us-east-1")
        stack = Stack(new_app(), "Test", env=env)
        cluster = eks.Cluster(
            stack,
            "Cluster",
            version=eks.KubernetesVersion.V1_36,
            vpc=ec2.Vpc(stack, "Vpc"),
            kubectl_provider_options=eks.KubectlProviderOptions(
                kubectl_layer=KubectlV36Layer(stack, "Layer")
            ),
        )
        LabIngress(
            stack,
            "Ingress",
            config=config,
            name="demo-dev",
            cluster=cast("eks.ICluster", cluster),
            subnet_ids=SUBNETS,
            tags={"lab": "demo"},
        )
        built[key] = Template.from_stack(stack)
        return built[key]

    return build


def _params(**settings: Any) -> dict[str, Any]:  # noqa: ANN401
    params = ingress_class_params(
        _config(certificate_arn=ARN, **settings),
        name="demo-dev",
        certificate_arn=ARN,
        subnet_ids=SUBNETS,
        tags={"owner": "a", "lab": "demo"},
    )
    spec: dict[str, Any] = params["spec"]
    return spec


def test_manifests_are_right() -> None:
    """Schemas and all other checks find nothing."""
    params = ingress_class_params(
        _config(certificate_arn=ARN, inbound_cidrs={"campus": "192.0.2.0/24"}),
        name="demo-dev",
        certificate_arn=ARN,
        subnet_ids=SUBNETS,
        tags={"lab": "demo"},
    )
    assert problems([params, ingress_class(), not_found()]) == []


def test_class_points_to_its_parameters() -> None:
    """EKS Auto Mode reads the parameters that the class names."""
    spec = ingress_class()["spec"]
    assert spec["controller"] == "eks.amazonaws.com/alb"
    assert spec["parameters"]["name"] == ingress_class()["metadata"]["name"]


def test_load_balancer_is_inside_by_default() -> None:
    """Nobody is on the internet by accident, and no filter stands between connected networks."""
    spec = _params()
    assert (spec["scheme"], "inboundCIDRs" in spec) == ("internal", False)


def test_named_networks_alone_are_let_in() -> None:
    """The security group lets in what is named, in a fixed order."""
    spec = _params(
        scheme="internet-facing", inbound_cidrs={"vpn": "198.51.100.0/24", "campus": "192.0.2.0/24"}
    )
    assert spec["inboundCIDRs"] == ["192.0.2.0/24", "198.51.100.0/24"]


def test_all_share_one_load_balancer() -> None:
    """Ingresses of the class form one group, in the subnets that were given."""
    spec = _params()
    assert (spec["group"], spec["subnets"]) == ({"name": "demo-dev"}, {"ids": SUBNETS})


def test_connections_stay_open() -> None:
    """Notebooks hold websockets open for as long as AWS allows."""
    attributes = {each["key"]: each["value"] for each in _params()["loadBalancerAttributes"]}
    assert attributes["idle_timeout.timeout_seconds"] == "4000"


def test_plain_http_is_sent_to_https() -> None:
    """One Ingress owns the redirect of the whole load balancer, and hosts that nobody has."""
    annotations = not_found()["metadata"]["annotations"]
    assert annotations["alb.ingress.kubernetes.io/ssl-redirect"] == "443"
    ports = json.loads(annotations["alb.ingress.kubernetes.io/listen-ports"])
    assert ports == [{"HTTP": 80}, {"HTTPS": 443}]
    answer = json.loads(annotations["alb.ingress.kubernetes.io/actions.not-found"])
    assert answer["fixedResponseConfig"]["statusCode"] == "404"


def test_class_is_there_before_its_ingress(template: Build) -> None:
    """Parameters, class, Ingress: Auto Mode needs the first two to remove the third."""
    found = template(_config(certificate_arn=ARN))
    manifests = found.find_resources("Custom::AWSCDK-EKS-KubernetesResource")
    kinds = {
        name: json.loads(each["Properties"]["Manifest"])[0]["kind"]
        for name, each in manifests.items()
    }
    after = {
        kinds[name]: {kinds[other] for other in each.get("DependsOn", []) if other in kinds}
        for name, each in manifests.items()
    }
    assert after == {
        "IngressClassParams": set(),
        "IngressClass": {"IngressClassParams"},
        "Ingress": {"IngressClassParams", "IngressClass"},
    }


def test_given_certificate_is_used(template: Build) -> None:
    """No certificate and no record are made where the DNS is somebody else's."""
    found = template(_config(certificate_arn=ARN))
    found.resource_count_is("AWS::CertificateManager::Certificate", 0)
    found.resource_count_is("AWS::Route53::RecordSet", 0)


def test_certificate_is_made_in_the_zone(template: Build) -> None:
    """A wildcard certificate is proven in the hosted zone."""
    template(_config(hosted_zone_id=ZONE)).has_resource_properties(
        "AWS::CertificateManager::Certificate",
        {
            "DomainName": "*.lab.example.org",
            "ValidationMethod": "DNS",
            "DomainValidationOptions": [{"HostedZoneId": ZONE, "DomainName": "*.lab.example.org"}],
        },
    )


def test_record_points_to_the_load_balancer(template: Build) -> None:
    """One record stands for every host, with the name that Kubernetes reports."""
    name = {"Fn::GetAtt": [Match.string_like_regexp("^IngressName"), "Value"]}
    template(_config(hosted_zone_id=ZONE)).has_resource_properties(
        "AWS::Route53::RecordSet",
        {
            "Name": "*.lab.example.org.",
            "Type": "CNAME",
            "HostedZoneId": ZONE,
            "ResourceRecords": [name],
        },
    )


def test_name_is_told_in_an_output(template: Build) -> None:
    """Whoever runs the DNS finds the name to point to."""
    outputs = template(_config(certificate_arn=ARN)).find_outputs(
        "*", {"Description": Match.string_like_regexp("CNAME")}
    )
    assert len(outputs) == 1


def test_load_balancer_is_waited_for(template: Build) -> None:
    """The name is asked of the Ingress for up to ten minutes."""
    template(_config(certificate_arn=ARN)).has_resource_properties(
        "Custom::AWSCDK-EKS-KubernetesObjectValue",
        {
            "ObjectType": "ingress",
            "ObjectName": "lab",
            "ObjectNamespace": "default",
            "TimeoutSeconds": 600,
        },
    )
