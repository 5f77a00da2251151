"""The end of an import before the end of its file."""


class ImportStopped(Exception):
    """The import cannot go on; the message says why and what to do. What was posted is kept."""
