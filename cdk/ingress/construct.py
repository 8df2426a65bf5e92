"""The load balancer that all applications share, as EKS Auto Mode makes it, and its DNS record."""

from collections.abc import Mapping, Sequence
from typing import Any

from aws_cdk import (
    CfnOutput,
    Duration,
    aws_certificatemanager as acm,
    aws_eks_v2 as eks,
    aws_route53 as route53,
)
from constructs import Construct

from cdk.ingress.config import IngressConfig

INGRESS_CLASS = "lab"
"""What an Ingress names as its class to be reached through the load balancer."""

NAMESPACE = "default"
"""The namespace of the Ingress that answers for hosts nobody has."""

IDLE_SECONDS = 4000
"""Notebooks and apps hold their connections open; AWS allows 4000 seconds at most."""

TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
"""TLS 1.2 and 1.3, the policy that the Elastic Load Balancing user guide recommends."""


class LabIngress(Construct):
    """One load balancer with TLS, before every release that has a host.

    Releases with an Ingress depend on this construct: Auto Mode needs the class to make what they
    want, and again to take it away.

    Attributes:
        load_balancer_name: DNS name of the load balancer, known once it is deployed.
    """

    load_balancer_name: str

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: IngressConfig,
        name: str,
        cluster: eks.ICluster,
        subnet_ids: Sequence[str],
        tags: Mapping[str, str],
    ) -> None:
        """Build the way in.

        Args:
            scope: the stack.
            construct_id: part of every logical id below.
            config: the settings.
            name: the group of Ingresses that share the load balancer, such as `demo-dev`.
            cluster: EKS with Auto Mode.
            subnet_ids: public subnets if the load balancer faces the internet, else private ones;
                two or more.
            tags: stand on the load balancer and on what belongs to it. The cluster's role must
                be allowed to write them.
        """
        super().__init__(scope, construct_id)
        zone = self._zone(config)
        params = ingress_class_params(
            config,
            name=name,
            certificate_arn=config.certificate_arn or self._certificate(config, zone),
            subnet_ids=subnet_ids,
            tags=tags,
        )
        last = self._apply(
            cluster,
            {
                "IngressClassParams": params,
                "IngressClass": ingress_class(),
                "NotFound": not_found(),
            },
        )
        self.load_balancer_name = self._load_balancer_name(cluster, after=last)
        self._tell(config, zone)

    def _apply(
        self, cluster: eks.ICluster, manifests: Mapping[str, dict[str, Any]]
    ) -> eks.KubernetesManifest:
        applied: list[eks.KubernetesManifest] = []
        for construct, manifest in manifests.items():
            each = eks.KubernetesManifest(self, construct, cluster=cluster, manifest=[manifest])
            each.node.add_dependency(*applied)
            applied.append(each)
        return applied[-1]

    def _tell(self, config: IngressConfig, zone: route53.IHostedZone | None) -> None:
        CfnOutput(
            self,
            "LoadBalancerName",
            value=self.load_balancer_name,
            description=f"Where the DNS record {config.wildcard} points to (CNAME)",
        )
        if zone is not None:
            route53.CnameRecord(
                self,
                "Record",
                zone=zone,
                record_name=config.wildcard,
                domain_name=self.load_balancer_name,
                ttl=Duration.minutes(5),
            )

    def _zone(self, config: IngressConfig) -> route53.IHostedZone | None:
        if config.hosted_zone_id is None:
            return None
        return route53.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id=config.hosted_zone_id, zone_name=config.domain
        )

    def _certificate(self, config: IngressConfig, zone: route53.IHostedZone | None) -> str:
        return acm.Certificate(
            self,
            "Certificate",
            domain_name=config.wildcard,
            validation=acm.CertificateValidation.from_dns(zone),
        ).certificate_arn

    def _load_balancer_name(self, cluster: eks.ICluster, *, after: Construct) -> str:
        found = eks.KubernetesObjectValue(
            self,
            "Name",
            cluster=cluster,
            object_type="ingress",
            object_name=INGRESS_CLASS,
            object_namespace=NAMESPACE,
            json_path=".status.loadBalancer.ingress[0].hostname",
            timeout=Duration.minutes(10),
        )
        found.node.add_dependency(after)
        return found.value


def ingress_class_params(
    config: IngressConfig,
    *,
    name: str,
    certificate_arn: str,
    subnet_ids: Sequence[str],
    tags: Mapping[str, str],
) -> dict[str, Any]:
    """Return what Auto Mode makes the load balancer from.

    See docs.aws.amazon.com/eks/latest/userguide/auto-configure-alb.html.
    """
    cidrs = sorted(config.inbound_cidrs.values())
    attributes = {
        "idle_timeout.timeout_seconds": str(IDLE_SECONDS),
        "routing.http.drop_invalid_header_fields.enabled": "true",
    }
    return {
        "apiVersion": "eks.amazonaws.com/v1",
        "kind": "IngressClassParams",
        "metadata": {"name": INGRESS_CLASS},
        "spec": {
            "scheme": config.scheme,
            "group": {"name": name},
            "subnets": {"ids": [*subnet_ids]},
            "certificateARNs": [certificate_arn],
            "sslPolicy": TLS_POLICY,
            "loadBalancerAttributes": _pairs(attributes),
            "tags": _pairs(tags),
            **({"inboundCIDRs": cidrs} if cidrs else {}),
        },
    }


def ingress_class() -> dict[str, Any]:
    """Return the class that Ingresses name."""
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "IngressClass",
        "metadata": {"name": INGRESS_CLASS},
        "spec": {
            "controller": "eks.amazonaws.com/alb",
            "parameters": {
                "apiGroup": "eks.amazonaws.com",
                "kind": "IngressClassParams",
                "name": INGRESS_CLASS,
            },
        },
    }


def not_found() -> dict[str, Any]:
    """Return the Ingress that owns what the whole load balancer has only once.

    It sends plain HTTP to HTTPS, answers for hosts that nobody has, and keeps the load balancer
    and its name while releases come and go.
    """
    prefix = "alb.ingress.kubernetes.io"
    answer = (
        '{"type":"fixed-response","fixedResponseConfig":'
        '{"contentType":"text/plain","statusCode":"404","messageBody":"no such application"}}'
    )
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {
            "name": INGRESS_CLASS,
            "namespace": NAMESPACE,
            "annotations": {
                f"{prefix}/listen-ports": '[{"HTTP":80},{"HTTPS":443}]',
                f"{prefix}/ssl-redirect": "443",
                f"{prefix}/actions.not-found": answer,
            },
        },
        "spec": {
            "ingressClassName": INGRESS_CLASS,
            "defaultBackend": {
                "service": {"name": "not-found", "port": {"name": "use-annotation"}}
            },
        },
    }


def _pairs(mapping: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in sorted(mapping.items())]
