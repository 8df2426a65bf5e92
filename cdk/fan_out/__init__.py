"""Fan-out of a project's jobs: over child folders, escalating, with an alert in the end."""
