"""What resources are called by people who do not write templates."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

WORDS = {
    "AWS::EC2::VPC": ("VPC", "VPCs"),
    "AWS::EC2::Subnet": ("subnet", "subnets"),
    "AWS::EC2::NatGateway": ("NAT gateway", "NAT gateways"),
    "AWS::EC2::VPCEndpoint": ("VPC endpoint", "VPC endpoints"),
    "AWS::EC2::FlowLog": ("record of connections", "records of connections"),
    "AWS::S3::Bucket": ("S3 bucket", "S3 buckets"),
    "AWS::EFS::FileSystem": ("EFS file system", "EFS file systems"),
    "AWS::EFS::MountTarget": ("mount target", "mount targets"),
    "AWS::EFS::AccessPoint": ("EFS access point", "EFS access points"),
    "AWS::Batch::JobQueue": ("job queue", "job queues"),
    "AWS::Batch::ComputeEnvironment": ("compute environment", "compute environments"),
    "AWS::Batch::JobDefinition": ("job definition", "job definitions"),
    "AWS::StepFunctions::StateMachine": ("state machine", "state machines"),
    "AWS::SNS::Topic": ("topic for alerts", "topics for alerts"),
    "AWS::Backup::BackupVault": ("backup vault", "backup vaults"),
    "AWS::Backup::BackupPlan": ("backup plan", "backup plans"),
    "AWS::KMS::Key": ("KMS key", "KMS keys"),
    "AWS::EKS::Cluster": ("EKS cluster", "EKS clusters"),
    "AWS::EKS::Addon": ("add-on", "add-ons"),
    "Custom::PclusterCluster": ("Slurm cluster", "Slurm clusters"),
    "Custom::AWSCDK-EKS-HelmChart": ("Helm release", "Helm releases"),
    "Custom::AWSCDK-EKS-KubernetesResource": ("group of manifests", "groups of manifests"),
    "AWS::RDS::DBInstance": ("database server", "database servers"),
    "AWS::Cognito::UserPool": ("user pool", "user pools"),
    "AWS::Cognito::UserPoolClient": ("OIDC client", "OIDC clients"),
    "AWS::EKS::PodIdentityAssociation": ("pod identity", "pod identities"),
    "AWS::SecretsManager::Secret": ("generated secret", "generated secrets"),
    "AWS::IAM::Role": ("IAM role", "IAM roles"),
}
"""Resource type -> one, several. The order of the picture is the order of these lines."""

PLUMBING = re.compile(
    r"AWS::(CDK::.*|CloudFormation::Stack"
    r"|EC2::(EIP|InternetGateway|Route.*|Subnet.+|VPCGatewayAttachment|SecurityGroup.*)"
    r"|EC2::LaunchTemplate|Batch::SchedulingPolicy|SNS::(Subscription|TopicPolicy)"
    r"|IAM::(InstanceProfile|ManagedPolicy|Policy)|Lambda::.*|Logs::.*"
    r"|S3::BucketPolicy|SSM::Parameter"
    r"|Backup::BackupSelection|Cognito::UserPool(Group|Domain)|EKS::AccessEntry"
    r"|ElasticLoadBalancingV2::.*|RDS::DB.+Group|SecretsManager::(RotationSchedule|ResourcePolicy)"
    r"|SecretsManager::SecretTargetAttachment)"
    r"|Custom::(?!Pcluster|AWSCDK-EKS-(Helm|KubernetesResource)).*"
)
"""Types that come with others, and say nothing new to someone who looks at a picture."""


def counted(types: Iterable[str]) -> Iterator[str]:
    """Yield how many resources there are of each type that people care about, in words."""
    counts = Counter(kind for kind in types if not PLUMBING.fullmatch(kind))
    known = list(WORDS)
    for kind in sorted(counts, key=lambda k: (known.index(k) if k in known else len(known), k)):
        one, several = WORDS.get(kind) or _words(kind)
        yield f"{counts[kind]} {one if counts[kind] == 1 else several}"


def _words(kind: str) -> tuple[str, str]:
    """Make words of a type nobody has named: `AWS::Batch::JobQueue` is a Batch job queue."""
    _, service, name = kind.split("::")
    words = f"{service} {re.sub(r'(?<=[a-z])(?=[A-Z])', ' ', name).lower()}"
    return words, f"{words}s"
