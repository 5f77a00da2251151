"""Customers: taking them in, looking them up, changing their data."""
