"""People with a Unix account: one number for each of them, wherever their files are mounted."""
