"""JupyterHub: the page where people start notebooks and RStudio."""
