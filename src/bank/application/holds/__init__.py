"""Holds: money set aside, captured, let go, and looked at."""
