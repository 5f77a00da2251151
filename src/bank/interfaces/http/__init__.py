"""The bank over HTTP: REST under /v1, the actuator, and what others need to trust its tokens."""
