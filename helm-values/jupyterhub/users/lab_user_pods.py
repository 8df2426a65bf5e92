"""What the server of a person with an account gets: the home of that name, and an account in it."""

from pathlib import Path
from typing import Any

from kubernetes_asyncio.client import V1Container, V1EnvVar, V1Volume, V1VolumeMount
from kubespawner.slugs import safe_slug
from lab_users import User

FOLDER = Path(__file__).parent

ROOT_CONTAINER = "folders"
"""The container of base.yaml that sees the whole file system."""

PROJECT_OWNER = "lab-project-owner"
"""The annotation of a pod that works in the folder of a project: its uid and gid."""

LONGEST_SLUG = 48
"""So long is what KubeSpawner makes of a name at most."""


def for_user(pod: Any, user: User, home_path: str) -> Any:  # noqa: ANN401 - a Kubernetes object
    """Make a pod that of a person with an account; its numbers are KubeSpawner's to set.

    Args:
        pod: as KubeSpawner made it.
        user: the person.
        home_path: where the home is mounted.
    """
    (notebook,) = pod.spec.containers
    (folders,) = (each for each in pod.spec.init_containers if each.name == ROOT_CONTAINER)
    (home,) = (each for each in notebook.volume_mounts if each.mount_path == home_path)
    homes = home.sub_path.rpartition("/")[0]
    before = f"{homes}/{safe_slug(user.login, max_length=LONGEST_SLUG)}"
    home.sub_path = f"{homes}/{user.name}"
    _make_home(folders, user, home.sub_path, before)
    pod.spec.init_containers += [
        _hand_over(folders, user, home.sub_path),
        _make_account(folders, notebook, user, home_path, _groups(pod, user)),
    ]
    pod.spec.volumes.append(V1Volume(name="account", empty_dir={"sizeLimit": "1Mi"}))
    notebook.volume_mounts += [
        V1VolumeMount(name="account", mount_path=f"/etc/{file}", sub_path=file, read_only=True)
        for file in ("passwd", "group")
    ]
    # Images name their own user here, and programs believe these before they ask /etc/passwd.
    own = {"HOME": home_path, "LOGNAME": user.name, "USER": user.name}
    notebook.env = [each for each in notebook.env if each.name not in own]
    notebook.env += [V1EnvVar(name=name, value=value) for name, value in own.items()]
    if PROJECT_OWNER in pod.metadata.annotations and notebook.args:
        # What is made in the folder of a project can be changed by everybody in it.
        notebook.args = ["sh", "-c", 'umask 002; exec "$@"', "sh", *notebook.args]
    return pod


def _make_home(folders: Any, user: User, home: str, before: str) -> None:  # noqa: ANN401
    folders.command = ["sh", "-c", _script("make_home.sh")]
    folders.env = [each for each in folders.env if each["name"] != "HOME_FOLDER"] + _env(
        HOME_FOLDER=home, HOME_BEFORE=before, HOME_UID=str(user.uid)
    )


def _hand_over(folders: Any, user: User, home: str) -> V1Container:  # noqa: ANN401
    return V1Container(
        name="hand-over",
        image=folders.image,
        command=["sh", "-c", _script("hand_over.sh")],
        env=_env(
            HOME_FOLDER="/handed-over",
            HOME_OWNER=f"{user.uid}:{user.gid}",
            HOME_UID=str(user.uid),
        ),
        volume_mounts=[V1VolumeMount(name="home", mount_path="/handed-over", sub_path=home)],
        resources=folders.resources,
        security_context=folders.security_context,
    )


def _make_account(
    folders: Any,  # noqa: ANN401
    notebook: Any,  # noqa: ANN401
    user: User,
    home_path: str,
    groups: dict[str, int],
) -> V1Container:
    """Return a container of the person's own image, whose accounts it reads, without any right."""
    lines = [f"{name}:x:{gid}:{user.name}" for name, gid in groups.items()]
    return V1Container(
        name="account",
        image=notebook.image,
        image_pull_policy=notebook.image_pull_policy,
        command=["sh", "-c", _script("make_account.sh")],
        env=_env(
            ACCOUNT=f"{user.name}:x:{user.uid}:{user.gid}:{user.name}:{home_path}",
            ACCOUNT_FOLDER="/account",
            ACCOUNT_GROUPS="\n".join(lines),
            IMAGE_FOLDER="/etc",
        ),
        volume_mounts=[V1VolumeMount(name="account", mount_path="/account")],
        resources=folders.resources,
        security_context=notebook.security_context,
    )


def _groups(pod: Any, user: User) -> dict[str, int]:  # noqa: ANN401
    """Return the groups that the pod has by name: the person's first, and the chosen project's."""
    groups = {user.group: user.gid}
    if owner := pod.metadata.annotations.get(PROJECT_OWNER):
        groups[pod.metadata.labels["lab-project"]] = int(owner.rpartition(":")[2])
    return groups


def _env(**variables: str) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in variables.items()]


def _script(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
