"""Staff: registered, invited, given roles, let go."""
