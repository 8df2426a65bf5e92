"""JupyterHub on the login node: people log in at the lab's provider, notebooks are Slurm jobs.

Values come from settings.env and hub.env, which the unit reads; people from users.tsv.
"""

import os
import sys
from pathlib import Path
from typing import Any

from tornado.web import HTTPError

# ruff: noqa: F821 - traitlets gives `get_config` to the file, whose folder is on no path
sys.path.insert(0, str(Path(__file__).parent))
from lab_people import people, with_login
from notebook_spawner import NotebookSpawner, from_form, replace_port_handler

c = get_config()  # type: ignore[name-defined]
SETTINGS = os.environ
HERE = Path(__file__).parent
STATE = "/var/lib/jupyterhub"
# Not /software/jupyter/current: the hub and its notebooks are of one version while it runs.
JUPYTER = Path(sys.prefix)


def unix_name(claims: dict[str, Any]) -> str:
    """Return the Unix user of somebody who has logged in at the provider.

    Raises:
        HTTPError: 403, the person has no account on this cluster.
    """
    login = str(claims.get(SETTINGS["LOGIN_USERNAME_CLAIM"]) or "")
    person = with_login(login, people())
    if person is None:
        raise HTTPError(
            403,
            f"You are logged in as {login!r}, and no user of this cluster has that login."
            " Ask the lab's admins to add you to `users` in the lab's YAML, with this login.",
            reason="No account on this cluster",
        )
    return person.name


c.JupyterHub.bind_url = "http://0.0.0.0:8000"
c.JupyterHub.hub_bind_url = "http://0.0.0.0:8081"
c.JupyterHub.hub_connect_url = f"http://{SETTINGS['HUB_ADDRESS']}:8081"
c.JupyterHub.db_url = f"sqlite:///{STATE}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = f"{STATE}/cookie_secret"
# The login is asked again once a day; who left users.tsv can start nothing before that.
c.JupyterHub.cookie_max_age_days = 1
# Notebooks go on while the hub restarts.
c.JupyterHub.cleanup_servers = False
c.JupyterHub.template_paths = [str(HERE / "templates")]
c.ConfigurableHTTPProxy.command = [
    str(JUPYTER / "bin/node"),
    str(JUPYTER / "proxy/node_modules/configurable-http-proxy/bin/configurable-http-proxy"),
]
c.ConfigurableHTTPProxy.pid_file = f"{STATE}/proxy.pid"

c.JupyterHub.authenticator_class = "generic-oauth"
c.GenericOAuthenticator.login_service = "the account of the lab"
c.GenericOAuthenticator.authorize_url = SETTINGS["LOGIN_AUTHORIZE_URL"]
c.GenericOAuthenticator.token_url = SETTINGS["LOGIN_TOKEN_URL"]
c.GenericOAuthenticator.oauth_callback_url = f"{SETTINGS['HUB_URL']}/hub/oauth_callback"
c.GenericOAuthenticator.scope = SETTINGS["LOGIN_SCOPES"].split()
c.GenericOAuthenticator.enable_pkce = True
# Cognito's user info has no groups, the ID token has.
c.GenericOAuthenticator.userdata_from_id_token = True
c.GenericOAuthenticator.username_claim = unix_name
c.GenericOAuthenticator.manage_groups = True
c.GenericOAuthenticator.auth_state_groups_key = f"oauth_user.{SETTINGS['LOGIN_GROUPS_CLAIM']}"
c.GenericOAuthenticator.admin_groups = {SETTINGS["LOGIN_ADMIN_GROUP"]}
# `unix_name` has refused everybody else.
c.GenericOAuthenticator.allow_all = True
c.GenericOAuthenticator.auto_login = True

replace_port_handler()
c.JupyterHub.spawner_class = NotebookSpawner
c.Spawner.options_form = NotebookSpawner.choose
c.Spawner.options_from_form = from_form
c.Spawner.apply_user_options = NotebookSpawner.settle
c.Spawner.cmd = [str(JUPYTER / "bin/jupyterhub-singleuser")]
c.Spawner.args = [f"--config={HERE}/jupyter_server_config.py"]
c.Spawner.notebook_dir = "~"
# A node may have to be started, and the first one of a queue takes some minutes.
c.Spawner.start_timeout = 20 * 60
c.Spawner.http_timeout = 120
c.BatchSpawnerBase.batchspawner_singleuser_cmd = str(JUPYTER / "bin/batchspawner-singleuser")
c.SlurmSpawner.batch_script = (HERE / "notebook.sbatch.j2").read_text(encoding="utf-8")
# The hub runs as `jupyterhub`, not as root: /etc/sudoers.d/lab-hub lets it run these three programs
# as people of users.tsv. sudo's own path has no /opt/slurm/bin, so they are absolute in both.
SLURM = SETTINGS["SLURM_BIN"]
c.SlurmSpawner.exec_prefix = "sudo --non-interactive --preserve-env --user={username}"
c.SlurmSpawner.batch_submit_cmd = f"{SLURM}/sbatch --parsable"
c.SlurmSpawner.batch_query_cmd = f"{SLURM}/squeue -h -j {{job_id}} -o '%T %B'"
c.SlurmSpawner.batch_cancel_cmd = f"{SLURM}/scancel {{job_id}}"
