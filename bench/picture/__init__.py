"""Where the time goes, as a picture that a command makes."""
