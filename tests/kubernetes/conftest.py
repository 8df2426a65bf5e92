"""A release without a mistake, for tests that plant one."""

from collections.abc import Callable

import pytest

from tests.kubernetes.manifests import Manifest, read

_RIGHT = """
apiVersion: v1
kind: ServiceAccount
metadata: {name: web}
---
apiVersion: v1
kind: Service
metadata: {name: web, labels: {app.kubernetes.io/name: web}}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: proxy}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, annotations: {lab/note: text}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      serviceAccountName: web
      nodeSelector: {lab-pool: system}
      tolerations: [{key: lab-pool, operator: Equal, value: system, effect: NoSchedule}]
      containers:
        - name: proxy
          image: quay.io/oauth2-proxy/oauth2-proxy:v7.15.3
          ports: [{name: proxy, containerPort: 4180}]
          env: [{name: SECRET, valueFrom: {secretKeyRef: {name: login, key: client_secret}}}]
          readinessProbe: {httpGet: {path: /ready, port: proxy}}
          resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 0.5Gi}}
          volumeMounts: [{name: tmp, mountPath: /tmp}]
      volumes: [{name: tmp, emptyDir: {}}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web}
spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  ingressClassName: lab
  rules:
    - host: web.lab.example.org
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: {service: {name: web, port: {name: http}}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: login}
spec:
  secretStoreRef: {kind: ClusterSecretStore, name: secrets-manager}
  dataFrom: [{extract: {key: "arn:aws:secretsmanager:us-east-1:111122223333:secret:x"}}]
"""


@pytest.fixture
def release() -> dict[str, Manifest]:
    """Return the manifests of a small release, by kind; every check finds them right."""
    return {manifest["kind"]: manifest for manifest in read(_RIGHT)}


@pytest.fixture
def plant(release: dict[str, Manifest]) -> Callable[..., list[Manifest]]:
    """Return what changes one value of the release, found by kind and the way to it."""

    def change(kind: str, *way: str | int, value: object) -> list[Manifest]:
        node = release[kind]
        for step in way[:-1]:
            node = node[step]  # type: ignore[index]
        node[way[-1]] = value  # type: ignore[index]
        return list(release.values())

    return change
