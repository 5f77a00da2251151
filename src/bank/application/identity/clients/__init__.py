"""The clients of services: registered, given other keys, deactivated, looked at."""
