"""The load generator: a process of its own, told by one line of JSON, answering with another."""
