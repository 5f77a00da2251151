"""Approvals: whatever a rule says needs more than one person."""
