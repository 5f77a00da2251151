"""Step-up: payments that need a second factor of their own, bound to amount and payee."""
