"""The headers of a request, as they were sent."""

from typing import Any

from litestar.connection import ASGIConnection


def sent(connection: ASGIConnection[Any, Any, Any, Any], name: bytes) -> list[str]:
    """Give every value that was sent under a name, which is in lower case; none is no error.

    The few that are asked for are found faster than all are made into a mapping.
    """
    return [value.decode("latin-1") for each, value in connection.scope["headers"] if each == name]
