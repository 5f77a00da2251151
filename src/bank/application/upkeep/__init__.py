"""What the bank does for itself, at its own times."""
