"""Encryption of single values and digests under a secret of the bank."""
