"""Ways in: HTTP, command line, workers; independent of each other."""
