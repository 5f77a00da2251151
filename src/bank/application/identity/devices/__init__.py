"""The devices on which principals sign in: known by a secret, named, and taken away."""
