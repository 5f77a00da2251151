"""Where the bank listens: a port that is free."""

import socket
from collections.abc import Sequence

from bank.bootstrap.office import Office


class PortIsTaken(Exception):
    """Somebody else listens where the bank is to listen."""


def on_a_port(arguments: Sequence[str]) -> Sequence[str]:
    """Put a free port in the place of port 0: processes and tokens must know which it is."""
    server = Office.configured(arguments).settings.server
    if server.port:
        return arguments
    with socket.socket(_family(server.host), socket.SOCK_STREAM) as probe:
        probe.bind((server.host, 0))
        return (*arguments, f"--bank.server.port={probe.getsockname()[1]}")


def refuse_unless_free(host: str, port: int) -> None:
    """Refuse a port that is taken, before anything is started."""
    with socket.socket(_family(host), socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            message = (
                f"The bank cannot listen on {host}:{port} ({fault.strerror})."
                " Stop what listens there, or choose another port (BANK_PORT=8081) or address"
                " (--bank.server.host=127.0.0.1)."
            )
            raise PortIsTaken(message) from None


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
