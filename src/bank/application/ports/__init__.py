"""Ports that several capabilities need."""
