"""The PostgreSQL server that the releases share, and a database and users for each of them."""
