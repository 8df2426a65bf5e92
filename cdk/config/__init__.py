"""From YAML files to one checked LabConfig."""
