"""What one project gets of the platform."""
