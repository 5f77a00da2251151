"""Base backups of the embedded PostgreSQL with its log archive, and the way back from them."""
