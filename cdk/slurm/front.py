"""The way in to JupyterHub and RStudio on the login node: a load balancer with TLS."""

from collections.abc import Sequence
from typing import Literal

from aws_cdk import (
    CfnOutput,
    Duration,
    aws_certificatemanager as acm,
    aws_ec2 as ec2,
    aws_elasticloadbalancingv2 as elbv2,
    aws_route53 as route53,
    aws_route53_targets as route53_targets,
    aws_s3 as s3,
)
from constructs import Construct

from cdk.closed_group import closed_group

HUB_PORT = 8000
"""Where JupyterHub's proxy listens on the login node."""

LABEL = "slurm"
"""The first part of the front's host name, below the lab's domain."""

IDLE = Duration.seconds(4000)
"""Notebooks hold their connections open; AWS allows 4000 seconds at most."""

_HTTPS, _HTTP = 443, 80


class LoginFront(Construct):
    """An application load balancer that ends TLS, in front of one host and one port.

    The login node registers itself as the target when its hub is up, as ParallelCluster knows no
    other load balancer than its own, which is for SSH.

    Attributes:
        host: such as `slurm.lab.example.org`.
        url: where people go.
        load_balancer_name: DNS name of the load balancer.
        target_group_arn: where the login node registers itself.
        login_security_group: the login node joins it; the hub's port is open to the load balancer.
    """

    host: str
    url: str
    load_balancer_name: str
    target_group_arn: str
    login_security_group: ec2.ISecurityGroup

    def __init__(  # noqa: PLR0913 - each is a setting, or a place
        self,
        scope: Construct,
        construct_id: str,
        *,
        domain: str,
        certificate_arn: str | None,
        hosted_zone_id: str | None,
        scheme: Literal["internal", "internet-facing"],
        inbound_cidrs: Sequence[str],
        deletion_protection: bool,
        vpc: ec2.IVpc,
        subnets: ec2.SubnetSelection,
        access_logs: s3.IBucket,
    ) -> None:
        """Build the front.

        Args:
            scope: in the stack of the cluster.
            construct_id: part of every logical id below.
            domain: the lab's.
            certificate_arn: of `*.<domain>`; `None` makes one, which needs the zone.
            hosted_zone_id: the zone of the domain; `None` leaves the DNS record to somebody else.
            scheme: whether the internet reaches it.
            inbound_cidrs: who reaches it; none for every network that is connected.
            deletion_protection: whether AWS refuses to delete it.
            vpc: the network.
            subnets: two or more, in different zones; public ones if it faces the internet.
            access_logs: the bucket that Elastic Load Balancing writes access logs to.

        Raises:
            ValueError: if there is neither a certificate nor a zone to prove the domain in.
        """
        super().__init__(scope, construct_id)
        self.host = f"{LABEL}.{domain}"
        self.url = f"https://{self.host}"
        zone = self._zone(hosted_zone_id, domain)
        certificate = self._certificate(certificate_arn, zone)
        front, self.login_security_group = self._security_groups(vpc, inbound_cidrs)
        balancer = self._balancer(
            vpc=vpc,
            subnets=subnets,
            security_group=front,
            internet_facing=scheme == "internet-facing",
            deletion_protection=deletion_protection,
        )
        balancer.log_access_logs(access_logs, "slurm-front")
        self.load_balancer_name = balancer.load_balancer_dns_name
        self.target_group_arn = self._listen(balancer, certificate, self._targets(vpc))
        self._tell(balancer, zone)

    def _zone(self, hosted_zone_id: str | None, domain: str) -> route53.IHostedZone | None:
        if hosted_zone_id is None:
            return None
        return route53.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id=hosted_zone_id, zone_name=domain
        )

    def _certificate(self, arn: str | None, zone: route53.IHostedZone | None) -> acm.ICertificate:
        if arn is not None:
            return acm.Certificate.from_certificate_arn(self, "Certificate", arn)
        if zone is None:
            raise ValueError(f"no certificate for {self.host}, and no zone to prove it in")
        return acm.Certificate(
            self,
            "Certificate",
            domain_name=self.host,
            validation=acm.CertificateValidation.from_dns(zone),
        )

    def _security_groups(
        self, vpc: ec2.IVpc, inbound_cidrs: Sequence[str]
    ) -> tuple[ec2.SecurityGroup, ec2.SecurityGroup]:
        front = closed_group(self, "Front", "The load balancer of the login node", vpc=vpc)
        node = closed_group(
            self, "Login", "Login nodes, whose hub the load balancer may reach", vpc=vpc
        )
        peers = [ec2.Peer.ipv4(cidr) for cidr in sorted(inbound_cidrs)] or [ec2.Peer.any_ipv4()]
        for peer in peers:
            for port in (_HTTPS, _HTTP):
                front.add_ingress_rule(peer, ec2.Port.tcp(port), "People")
        front.connections.allow_to(node, ec2.Port.tcp(HUB_PORT), "JupyterHub on the login node")
        return front, node

    def _balancer(
        self,
        *,
        vpc: ec2.IVpc,
        subnets: ec2.SubnetSelection,
        security_group: ec2.ISecurityGroup,
        internet_facing: bool,
        deletion_protection: bool,
    ) -> elbv2.ApplicationLoadBalancer:
        return elbv2.ApplicationLoadBalancer(
            self,
            "LoadBalancer",
            vpc=vpc,
            vpc_subnets=subnets,
            internet_facing=internet_facing,
            security_group=security_group,
            deletion_protection=deletion_protection,
            drop_invalid_header_fields=True,
            idle_timeout=IDLE,
        )

    def _targets(self, vpc: ec2.IVpc) -> elbv2.ApplicationTargetGroup:
        return elbv2.ApplicationTargetGroup(
            self,
            "Targets",
            vpc=vpc,
            target_type=elbv2.TargetType.INSTANCE,
            protocol=elbv2.ApplicationProtocol.HTTP,
            port=HUB_PORT,
            deregistration_delay=Duration.seconds(30),
            health_check=elbv2.HealthCheck(
                path="/hub/health", healthy_http_codes="200", interval=Duration.seconds(30)
            ),
        )

    def _listen(
        self,
        balancer: elbv2.ApplicationLoadBalancer,
        certificate: acm.ICertificate,
        targets: elbv2.ApplicationTargetGroup,
    ) -> str:
        """Send HTTP to HTTPS, and one host of HTTPS to the hub; return the targets' ARN."""
        balancer.add_listener(
            "Http",
            port=_HTTP,
            open=False,
            default_action=elbv2.ListenerAction.redirect(
                protocol="HTTPS", port=str(_HTTPS), permanent=True
            ),
        )
        https = balancer.add_listener(
            "Https",
            port=_HTTPS,
            open=False,
            certificates=[certificate],
            # TLS 1.2 and 1.3, the policy that the Elastic Load Balancing user guide recommends.
            ssl_policy=elbv2.SslPolicy.RECOMMENDED_TLS,
            default_action=elbv2.ListenerAction.fixed_response(
                404, content_type="text/plain", message_body="no such application"
            ),
        )
        https.add_action(
            "Hub",
            priority=1,
            conditions=[elbv2.ListenerCondition.host_headers([self.host])],
            action=elbv2.ListenerAction.forward([targets]),
        )
        return targets.target_group_arn

    def _tell(
        self, balancer: elbv2.ApplicationLoadBalancer, zone: route53.IHostedZone | None
    ) -> None:
        if zone is not None:
            # It comes before the record `*.<domain>` that the releases have, as it is exact.
            route53.ARecord(
                self,
                "Record",
                zone=zone,
                record_name=self.host,
                target=route53.RecordTarget.from_alias(
                    route53_targets.LoadBalancerTarget(balancer)
                ),
            )
            return
        CfnOutput(
            self,
            "LoadBalancerName",
            value=self.load_balancer_name,
            description=f"Where the DNS record {self.host} points to (CNAME)",
        )
