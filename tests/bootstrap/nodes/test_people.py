"""People on nodes: accounts, homes, keys, roles in AWS, and what is closed to them."""

import json
from collections.abc import Callable

import pytest

from tests.bootstrap.nodes.bucket import ADA, GRACE, KEY, PROJECTS, Bucket
from tests.bootstrap.nodes.conftest import ROLES, Cluster
from tests.bootstrap.nodes.node import Node

ASK = "curl --silent --max-time 1 --request PUT http://{}/latest/api/token"
NO_ANSWER = {7, 28}
"""curl's codes for a refusal, and for one that the loopback interface does not deliver."""
LOGIN = "ssh -i /root/key -o StrictHostKeyChecking=no -o BatchMode=yes {}@127.0.0.1 whoami"


@pytest.mark.parametrize("role", ROLES)
def test_person_has_the_same_ids_everywhere(cluster: Cluster, role: str) -> None:
    """The first project is the primary group, the others are further ones."""
    groups = cluster.nodes[role].run("id ada; id grace").stdout.splitlines()
    assert groups == [
        "uid=30001(ada) gid=20001(pbmc-atlas) groups=20001(pbmc-atlas),20002(cytometry-screen)",
        "uid=30002(grace) gid=20002(cytometry-screen) groups=20002(cytometry-screen)",
    ]


def test_nobody_speaks_to_the_file_system_past_the_kernel(cluster: Cluster) -> None:
    """Its tunnel would believe that they are root; root itself, who mounts, reaches it."""
    node = cluster.nodes["compute"]
    node.run("setsid python3 -m http.server --bind 127.0.0.1 20049 >/dev/null 2>&1 &")
    ask = "curl --silent --retry 5 --retry-connrefused --output /dev/null http://127.0.0.1:20049/"
    assert node.run(ask, check=False).returncode == 0
    refused = node.run(ask.replace("--retry 5 --retry-connrefused", ""), user="ada", check=False)
    assert refused.returncode in NO_ANSWER
    node.run("pkill -f http.server")


@pytest.mark.parametrize("role", ROLES)
def test_sessions_have_an_account_that_takes_nobody_s_number(cluster: Cluster, role: str) -> None:
    """Systems Manager's agent finds it, and whoever IAM lets in administers the node."""
    node = cluster.nodes[role]
    assert int(node.run("id --user ssm-user").stdout) < 1000
    assert node.run("sudo -n id --user", user="ssm-user").stdout == "0\n"


def test_homes_and_folders_have_their_owners(cluster: Cluster) -> None:
    """A home is its person's alone, a project's folder its project's; a project may have none."""
    listing = cluster.nodes["login"].run(
        "cd /shared; stat --format '%n %a %u:%g' home/* projects/* software"
    )
    assert listing.stdout.splitlines() == [
        "home/ada 700 30001:20001",
        "home/grace 700 30002:20002",
        "projects/cytometry-screen 2770 20002:20002",
        "projects/pbmc-atlas 750 20001:20001",
        "software 755 0:0",
    ]


def test_paths_are_those_of_notebooks_on_kubernetes(cluster: Cluster) -> None:
    """A member works in /projects and sees /software, and cannot write there."""
    script = "cd /projects/cytometry-screen && touch plate && stat --format %u:%g plate"
    node = cluster.nodes["compute"]
    assert node.run(script, user="ada").stdout == "30001:20002\n"
    node.run("rm /projects/cytometry-screen/plate")
    for path in ("/software", "/software/conda/current/bin", "/software/environments"):
        assert node.run(f"touch {path}/mine", user="ada", check=False).returncode == 1


def test_only_keys_of_the_lab_let_people_in(cluster: Cluster) -> None:
    """OpenSSH reads root's files, so no key of another origin counts."""
    node = cluster.nodes["login"]
    effective = node.run("sshd -T -C user=ada,host=x,addr=10.0.0.1 | grep -i keysfile").stdout
    assert effective == "authorizedkeysfile /etc/ssh/lab_keys/%u\n"
    assert node.run("cat /etc/ssh/lab_keys/ada; ls /etc/ssh/lab_keys").stdout == f"{KEY}ada\n"
    others = node.run("sshd -T -C user=ubuntu,host=x,addr=10.0.0.1 | grep -i keysfile").stdout
    assert others == "authorizedkeysfile .ssh/authorized_keys .ssh/authorized_keys2\n"


def test_person_who_left_is_locked_and_comes_back(
    bucket: Bucket, boot: Callable[[str], Node]
) -> None:
    """Nothing of theirs is removed, but nobody logs in, even with a key that is still there."""
    node = boot("login")
    node.run("ssh-keygen -q -t ed25519 -N '' -f /root/key; systemctl start ssh")
    bucket.write("ssh_keys/ada", node.run("cat /root/key.pub").stdout)
    node.start()
    assert node.run(LOGIN.format("ada")).stdout.endswith("ada\n")
    assert node.run(LOGIN.format("grace"), check=False).returncode == 255
    node.run("touch ~/paper", user="ada")
    bucket.write("users.tsv", GRACE)
    assert "locked ada" in node.start().output
    assert node.run(LOGIN.format("ada"), check=False).returncode == 255
    assert node.run("su ada --command true", check=False).returncode == 1
    assert node.run("stat --format %u /shared/home/ada/paper").stdout == "30001\n"
    bucket.write("users.tsv", ADA + GRACE)
    node.start()
    assert node.run(LOGIN.format("ada")).stdout.endswith("ada\n")


def test_person_changes_projects(bucket: Bucket, boot: Callable[[str], Node]) -> None:
    """The groups follow the YAML; a group that an administrator has added stays."""
    node = boot("login")
    node.start()
    node.run("gpasswd --add ada audio")
    bucket.write("users.tsv", ADA.replace("pbmc-atlas,cytometry-screen", "cytometry-screen,plans"))
    node.start()
    groups = node.run("id --name --groups ada").stdout.split()
    assert (groups[0], sorted(groups)) == (
        "cytometry-screen",
        ["audio", "cytometry-screen", "plans"],
    )


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        (
            "users.tsv",
            "ada\t1000\tada\tpbmc-atlas\n",
            "user ada wants uid 1000, which ubuntu of this node has: give ada another one",
        ),
        (
            "users.tsv",
            "ubuntu\t1000\tada\tpbmc-atlas\n",
            "ubuntu is an account of this node, with the home /home/ubuntu: choose another name",
        ),
        (
            "users.tsv",
            "daemon\t30009\tada\tpbmc-atlas\n",
            "user daemon of this node has uid 1; the lab says 30009, and files would change owner",
        ),
        (
            "projects.tsv",
            PROJECTS.replace("20001\t20001", "20001\t1000"),
            "project pbmc-atlas wants gid 1000, which the group ubuntu of this node has",
        ),
        (
            "projects.tsv",
            "audio\t20009\t20009\t0770\t1\n",
            "the group audio of this node has gid 29; its project says 20009",
        ),
    ],
)
def test_ids_of_somebody_else_stop_the_node(
    bucket: Bucket, boot: Callable[[str], Node], file: str, text: str, message: str
) -> None:
    """Files would belong to two people, so nothing is done."""
    bucket.write(file, text)
    start = boot("compute").start()
    assert start.code == 78
    assert f"error: {message}" in start.output


def test_member_gets_the_role_of_their_project_alone(cluster: Cluster) -> None:
    """As the AWS libraries ask for it, with the person's name on the session."""
    node = cluster.nodes["compute"]
    program = "sudo -n /opt/lab/nodes/bin/project-credentials"
    answer = json.loads(node.run(f"{program} cytometry-screen", user="grace").stdout)
    role = "arn:aws:iam::111122223333:role/lab/demo/dev/project_roles/cytometry-screen"
    # The stand-in for STS puts what it was asked for into the keys.
    assert (answer["Version"], answer["AccessKeyId"], answer["SecretAccessKey"]) == (
        1,
        role,
        "grace",
    )
    for wrong in ("pbmc-atlas", "", "cytometry-screen pbmc-atlas", "../cytometry-screen"):
        refused = node.run(f"{program} {wrong}", user="grace", check=False)
        assert (refused.returncode, "AccessKeyId" in refused.stdout) == (1, False)


def test_shell_of_a_member_has_the_profile(cluster: Cluster) -> None:
    """The primary project's, by its command; ubuntu has none."""
    node = cluster.nodes["login"]
    assert node.run('echo "$AWS_PROFILE $AWS_CONFIG_FILE"', user="ada").stdout == (
        "pbmc-atlas /etc/lab/aws_config\n"
    )
    assert "credential_process = sudo -n /opt/lab/nodes/bin/project-credentials pbmc-atlas\n" in (
        node.run("cat /etc/lab/aws_config").stdout
    )
    assert node.run('echo "$AWS_PROFILE"', user="ubuntu").stdout == "\n"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", ["169.254.169.254", "[fd00:ec2::254]"])
def test_metadata_service_answers_root_alone(cluster: Cluster, role: str, address: str) -> None:
    """The credentials of a node's role are nobody else's."""
    node = cluster.nodes[role]
    assert node.run(ASK.format(address)).stdout == "a-token"
    for user in ("ada", "ubuntu"):
        refused = node.run(ASK.format(address), user=user, check=False)
        assert (refused.returncode in NO_ANSWER, refused.stdout) == (True, "")


def test_metadata_service_stays_closed_when_rules_are_put_back(cluster: Cluster) -> None:
    """ParallelCluster's own service drops all rules but those it saved, at each boot."""
    node = cluster.nodes["login"]
    node.run("iptables --flush; systemctl restart lab-metadata.service")
    refused = node.run(ASK.format("169.254.169.254"), user="ada", check=False)
    assert refused.returncode in NO_ANSWER
