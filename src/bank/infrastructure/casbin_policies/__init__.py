"""Who may do what, by Casbin."""
