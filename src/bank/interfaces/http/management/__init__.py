"""What operators and resource servers ask of a running bank."""
