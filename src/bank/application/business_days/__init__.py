"""Business days: closed, one after the other."""
