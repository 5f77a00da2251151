"""Messages to people: by SMTP, or onto the console of a developer."""
