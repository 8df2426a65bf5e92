"""The platform library: settings, constructs and names, with no Stack inside."""
