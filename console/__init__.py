"""The `lab` command: check, show, synthesise, deploy and look at a lab."""
