"""Signing in, sessions, and the tokens of apps and services."""
