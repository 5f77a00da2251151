"""Work that nobody asks for: it runs beside the server, through the same use cases."""
