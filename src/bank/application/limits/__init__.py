"""Limits: agreed for products and for accounts, and how accounts stand to them."""
