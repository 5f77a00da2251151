"""Letting systems and people in."""
