"""Buckets, the shared file system and its backups."""
