"""The REST interface, version 1: schema, command, schema."""
