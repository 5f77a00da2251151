"""Use cases, one package a capability, and the ports that they need."""
