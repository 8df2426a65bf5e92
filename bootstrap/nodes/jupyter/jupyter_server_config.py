"""How a notebook behaves on its node: it ends when nobody uses it, and keeps off the network."""

import os

# ruff: noqa: F821 - traitlets gives `get_config` to the file
c = get_config()  # type: ignore[name-defined]
IDLE_SECONDS = int(float(os.environ["NOTEBOOK_IDLE_MINUTES"]) * 60)
WORK = os.environ["NOTEBOOK_WORK"]

# A kernel that computes is never culled, and a server with a kernel goes on. So a job ends when its
# kernels have been idle, even if the hub has forgotten it: nothing is left in the queue for days.
c.MappingKernelManager.cull_idle_timeout = IDLE_SECONDS
c.MappingKernelManager.cull_interval = min(300, IDLE_SECONDS)
c.MappingKernelManager.cull_connected = True
c.TerminalManager.cull_inactive_timeout = IDLE_SECONDS
c.TerminalManager.cull_interval = min(300, IDLE_SECONDS)
c.ServerApp.shutdown_no_activity_timeout = IDLE_SECONDS

# Nobody can install extensions in /software/jupyter, so JupyterLab does not offer any.
c.LabApp.extension_manager = "readonly"

# SQLite's locks do not work on NFS, so its files lie on the node's own disk.
c.BaseFileIdManager.db_path = f"{WORK}/file_id_manager.db"
c.NotebookNotary.db_file = f"{WORK}/nbsignatures.db"
