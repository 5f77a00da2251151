"""Bank Server: an open-source bank."""
