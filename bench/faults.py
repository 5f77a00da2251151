"""What ends a run: its figures would be a lie."""


class NoRun(Exception):
    """Something did not happen as it must for a figure to mean what it says."""
