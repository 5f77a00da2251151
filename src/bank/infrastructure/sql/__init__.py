"""The SQL adapters: written once in SQLAlchemy Core; what differs by engine sits in a package for each dialect."""
