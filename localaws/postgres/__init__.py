"""A real PostgreSQL behind an RDS instance, in processes that end with the emulator."""
