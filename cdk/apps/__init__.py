"""Web apps: what kinds there are, and the chart values of one."""
