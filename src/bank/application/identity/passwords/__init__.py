"""Passwords: set, checked off the event loop, refused where they are known to the world."""
