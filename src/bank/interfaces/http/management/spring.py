"""What all of the actuator shares."""

ACTUATOR_JSON = "application/vnd.spring-boot.actuator.v3+json"
"""Spring Boot Admin takes plain JSON for an older form and mangles it."""

READERS = ("administrator", "auditor", "service_account")
"""The roles that may read the actuator; a monitoring system is a ``service_account``."""
