"""Codes that prove an address: issued, given back, used up."""
