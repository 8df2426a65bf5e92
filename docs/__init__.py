"""Pages for people: written ones, and those that are generated from the code."""
