"""The embedded AWS: a pinned emulator, the types it lacks, and the life of its instances."""
