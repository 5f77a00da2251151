"""What PostgreSQL does its own way: bulk posting, claims of keys, roles."""
