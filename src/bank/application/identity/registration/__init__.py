"""How a person becomes a customer who can sign in."""
