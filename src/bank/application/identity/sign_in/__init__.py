"""Signing in: name and password or a passkey, then a second factor, and what slows guessing."""
