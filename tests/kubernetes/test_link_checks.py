"""What manifests name and must be there."""

from tests.kubernetes.link_checks import link_problems, missing
from tests.kubernetes.manifests import read

POD = """
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  serviceAccountName: default
  priorityClassName: system-node-critical
  containers:
    - name: a
      image: a:1
      envFrom: [{configMapRef: {name: env}}, {secretRef: {name: maybe, optional: true}}]
  volumes:
    - {name: a, persistentVolumeClaim: {claimName: efs}}
    - {name: b, secret: {secretName: projects}}
    - {name: c, secret: {secretName: perhaps, optional: true}}
    - {name: d, configMap: {name: files}}
    - {name: e, projected: {sources: [{secret: {name: token}}]}}
"""


def test_names_are_found_wherever_they_stand() -> None:
    """Environment, volumes and claims name what must exist; optional things need not."""
    assert missing(read(POD)) == [
        "ConfigMap/env",
        "ConfigMap/files",
        "PersistentVolumeClaim/efs",
        "Secret/projects",
        "Secret/token",
    ]


def test_target_of_an_external_secret_is_there() -> None:
    """An ExternalSecret makes the Secret that its target names."""
    text = "kind: ExternalSecret\nmetadata: {name: x}\nspec: {target: {name: projects}}\n"
    assert "Secret/projects" not in missing(read(f"{POD}---\n{text}"))


def test_service_without_selector_is_left_alone() -> None:
    """An ExternalName selects nothing on purpose."""
    text = "kind: Service\nmetadata: {name: x}\nspec: {type: ExternalName, externalName: a.org}\n"
    assert list(link_problems(read(text))) == []


def test_policy_for_all_pods_is_right() -> None:
    """An empty selector means every pod of the namespace."""
    text = "kind: NetworkPolicy\nmetadata: {name: x}\nspec: {podSelector: {}}\n"
    assert list(link_problems(read(text))) == []
