"""Who may do what, from a table of role and action."""
