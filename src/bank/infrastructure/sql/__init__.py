"""The SQL adapters: written once in SQLAlchemy Core.

What differs by engine sits in a package for each dialect.
"""
