"""Values of JupyterHub's chart that follow from the settings of a lab."""

from collections.abc import Mapping
from typing import Any

from cdk.jupyterhub.config import JupyterHubConfig
from cdk.jupyterhub.egress import Rule
from cdk.jupyterhub.profiles import ProfileConfig
from cdk.jupyterhub.users import Account, hub_users

Values = dict[str, Any]
"""Values of a Helm chart."""

PORT_FORWARD_URL = "http://localhost:8000"
"""Where the hub is reached without an ingress: `kubectl port-forward` to its proxy."""

CALLBACK_PATH = "/hub/oauth_callback"
"""Where the login sends people back to."""

_DASK_SERVICE = "access:services!service=dask-gateway"
_DASK_PODS = {"app.kubernetes.io/name": "dask-gateway", "app.kubernetes.io/component": "traefik"}
_DASK_ENVIRONMENT = {
    "DASK_GATEWAY__ADDRESS": "http://proxy-public/services/dask-gateway",
    "DASK_GATEWAY__PROXY_ADDRESS": "gateway://traefik-dask-gateway.jupyterhub:80",
    "DASK_GATEWAY__PUBLIC_ADDRESS": "/services/dask-gateway/",
    "DASK_GATEWAY__AUTH__TYPE": "jupyterhub",
    # KubeSpawner takes off one pair of braces, Dask fills in the rest inside the pod.
    "DASK_GATEWAY__CLUSTER__OPTIONS__IMAGE": "{{JUPYTER_IMAGE_SPEC}}",
    "DASK_DISTRIBUTED__DASHBOARD__LINK": "{{JUPYTERHUB_SERVICE_PREFIX}}proxy/{{port}}/status",
}


def values(
    config: JupyterHubConfig,
    *,
    host: str | None,
    dask_gateway: bool,
    vpc_cidr: str,
    accounts: Mapping[str, Account | None],
) -> Values:
    """Return the values of a lab's JupyterHub, to be laid over `base.yaml`.

    Args:
        config: the settings.
        host: name under which the load balancer serves it; `None` for none.
        dask_gateway: whether notebooks can ask for Dask clusters.
        vpc_cidr: address range of the lab's own VPC.
        accounts: the people of the lab; `None` for one whose account is locked.
    """
    return {
        "hub": {**_hub(config, host, dask_gateway=dask_gateway), **hub_users(accounts)},
        "singleuser": _singleuser(config, vpc_cidr, dask_gateway=dask_gateway),
        "scheduling": {
            "userPlaceholder": {
                "enabled": config.placeholders > 0,
                "replicas": config.placeholders,
                "resources": _placeholder(config.default_profile),
            }
        },
        "cull": {
            "timeout": config.cull.server_idle_minutes * 60,
            "maxAge": (config.cull.max_age_hours or 0) * 3600,
        },
        "ingress": _ingress(host) if host else {"enabled": False},
    }


def _hub(config: JupyterHubConfig, host: str | None, *, dask_gateway: bool) -> Values:
    url = f"https://{host}" if host else PORT_FORWARD_URL
    named = config.named_servers_per_user
    hub: Values = {
        "concurrentSpawnLimit": config.concurrent_starts,
        "activeServerLimit": config.active_servers,
        "allowNamedServers": named > 0,
        # To JupyterHub 0 is no limit at all.
        **({"namedServerLimitPerUser": named} if named else {}),
        "config": {"GenericOAuthenticator": {"oauth_callback_url": f"{url}{CALLBACK_PATH}"}},
    }
    if dask_gateway:
        hub["services"] = {
            "dask-gateway": {"url": "http://traefik-dask-gateway.jupyterhub:80", "display": False}
        }
        hub["loadRoles"] = {
            "user": {"scopes": ["self", _DASK_SERVICE]},
            "server": {
                "scopes": ["users:activity!user", "access:servers!server", _DASK_SERVICE],
            },
        }
    return hub


def _singleuser(config: JupyterHubConfig, vpc_cidr: str, *, dask_gateway: bool) -> Values:
    kernel_seconds = config.cull.kernel_idle_minutes * 60
    singleuser: Values = {
        "startTimeout": config.start_timeout_minutes * 60,
        "profileList": [_profile(n, p) for n, p in config.enabled_profiles().items()],
        "networkPolicy": {"egress": _egress(config, vpc_cidr, dask_gateway=dask_gateway)},
        "extraFiles": {
            "jupyter_server": {
                "data": {
                    "MappingKernelManager": {"cull_idle_timeout": kernel_seconds},
                    "TerminalManager": {"cull_inactive_timeout": kernel_seconds},
                }
            }
        },
    }
    if dask_gateway:
        singleuser["extraEnv"] = dict(_DASK_ENVIRONMENT)
        singleuser["extraLabels"] = {"hub.jupyter.org/network-access-proxy-http": "true"}
    return singleuser


def _profile(name: str, profile: ProfileConfig) -> Values:
    override: Values = {
        "image": profile.image,
        "cpu_guarantee": profile.cpu_guarantee,
        "cpu_limit": profile.cpu_limit,
        # To KubeSpawner G is GiB.
        "mem_guarantee": f"{profile.memory_gib:g}G",
        "mem_limit": f"{profile.memory_gib:g}G",
        "default_url": profile.default_url,
        "working_dir": profile.home_path,
        "volume_mounts": {"home": {"mountPath": profile.home_path}},
        "node_selector": {"lab-pool": profile.node_pool},
        "tolerations": _tolerations(profile),
    }
    if profile.gpus:
        gpus = {"nvidia.com/gpu": str(profile.gpus)}
        override |= {"extra_resource_limits": gpus, "extra_resource_guarantees": gpus}
    return {
        "slug": name,
        "display_name": profile.display_name or name,
        "description": _description(profile),
        "default": profile.default,
        "groups": list(profile.groups),
        "kubespawner_override": override,
    }


def _description(profile: ProfileConfig) -> str:
    most = "up to " if profile.cpu_guarantee < profile.cpu_limit else ""
    sizes = [f"{most}{profile.cpu_limit:g} cores", f"{profile.memory_gib:g} GiB of memory"]
    if profile.gpus:
        sizes.append(f"{profile.gpus} GPU")
    return ": ".join(filter(None, [profile.description, ", ".join(sizes)]))


def _tolerations(profile: ProfileConfig) -> list[Values]:
    pool = {
        "key": "lab-pool",
        "operator": "Equal",
        "value": profile.node_pool,
        "effect": "NoSchedule",
    }
    gpu = {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}
    return [pool, gpu] if profile.gpus else [pool]


def _placeholder(profile: ProfileConfig) -> Values:
    memory = f"{round(profile.memory_gib * 1024)}Mi"
    cpu = f"{round(profile.cpu_guarantee * 1000)}m"
    return {"requests": {"cpu": cpu, "memory": memory}}


def _egress(config: JupyterHubConfig, vpc_cidr: str, *, dask_gateway: bool) -> list[Rule]:
    rules: list[Rule] = [
        *config.egress_rules,
        {"ports": [{"port": 443}], "to": [{"ipBlock": {"cidr": vpc_cidr}}]},
        # The agent that gives a pod its credentials: docs.aws.amazon.com/eks/latest/userguide/
        # pod-id-agent-config-ipv6.html.
        {"ports": [{"port": 80}], "to": [{"ipBlock": {"cidr": "169.254.170.23/32"}}]},
    ]
    if dask_gateway:
        rules.append(
            {"ports": [{"port": 8000}], "to": [{"podSelector": {"matchLabels": _DASK_PODS}}]}
        )
    return rules


def _ingress(host: str) -> Values:
    return {
        "enabled": True,
        "ingressClassName": "lab",
        "hosts": [host],
        "annotations": {
            "alb.ingress.kubernetes.io/target-type": "ip",
            "alb.ingress.kubernetes.io/healthcheck-path": "/hub/health",
        },
    }
