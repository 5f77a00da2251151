"""Access tokens: ES256 JSON Web Tokens, signed by the key service."""
