"""Access tokens against proofs: a refresh token, or a client's assertion; and their revocation."""
