"""Units of deployment: they compose constructs and define no resource themselves."""
