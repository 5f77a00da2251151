"""From one major version of PostgreSQL to the next."""
