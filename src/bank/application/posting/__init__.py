"""The posting queue: requests gather, one database transaction decides and records them."""
