"""What principals are told about their own security."""
