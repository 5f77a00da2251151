"""Customers' accounts: their life, and what is on them."""
