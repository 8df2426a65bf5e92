"""The lab's network."""
