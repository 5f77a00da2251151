"""The bank itself, pure: standard library and itself only."""
