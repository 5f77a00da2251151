"""The benchmark: `make bench`. Its own server, its own database, everything on."""
