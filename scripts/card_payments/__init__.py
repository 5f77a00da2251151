"""Card payments of a published simulator, imported through a running bank and compared."""
