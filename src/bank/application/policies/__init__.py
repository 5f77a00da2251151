"""Who may do what, as the bank itself has changed it."""
