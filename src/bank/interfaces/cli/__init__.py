"""The command line: `bank` and its commands."""
