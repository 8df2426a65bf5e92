"""Rules between parts of the YAML that no single part can know."""
