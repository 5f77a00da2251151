"""Hashes of passwords, ours and Spring Security's, and lists of passwords that are known."""
