"""One-time codes by pyotp."""
