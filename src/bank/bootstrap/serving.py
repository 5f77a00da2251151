"""``bank serve``.

The database, the schema and the server processes, in the foreground, until told to stop.
"""

import http.client
import json
import os
import shlex
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence

from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.server.mp import MPServer

from bank.bootstrap.demo.filling import fill_if_empty
from bank.bootstrap.office import Office
from bank.infrastructure.embedded_postgresql import EmbeddedPostgres

ARGUMENTS = "SERVED_BANK_ARGUMENTS"
"""The environment variable by which server processes get the settings of the command line."""

_WAIT_SECONDS = 120


class PortIsTaken(Exception):
    """Somebody else listens where the bank is to listen."""


def serve(arguments: Sequence[str], report: Callable[[str], None]) -> None:
    """Serve the bank until SIGTERM or SIGINT."""
    office = Office.configured(arguments)
    server = office.settings.server
    refuse_unless_free(server.host, server.port)
    embedded = EmbeddedPostgres(office.settings.home, report)
    if office.database.embedded:
        embedded.start()
    try:
        _prepare(office, report)
        os.environ[ARGUMENTS] = json.dumps(list(arguments))
        threading.Thread(target=_announce, args=(office, arguments, report), daemon=True).start()
        _processes(office).serve()
    finally:
        if office.database.embedded:
            embedded.stop()
    report("The bank is closed; everything acknowledged is kept.")


def refuse_unless_free(host: str, port: int) -> None:
    """Refuse a port that is taken, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            message = (
                f"The bank cannot listen on {host}:{port} ({fault.strerror})."
                " Stop what listens there, or choose another port: BANK_PORT=8081."
            )
            raise PortIsTaken(message) from None


def _prepare(office: Office, report: Callable[[str], None]) -> None:
    migrating = office.settings.database.migrate_at_start
    if migrating or (migrating is None and office.database.embedded):
        office.migrate()
    if office.settings.demo.enabled:
        fill_if_empty(office, report)


def _processes(office: Office) -> MPServer:
    server = office.settings.server
    return MPServer(
        "bank.bootstrap.asgi:create",
        factory=True,
        address=server.host,
        port=server.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        loop=Loops.uvloop,
        workers=server.workers,
        websockets=False,
        log_enabled=False,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
        http1_settings=HTTP1Settings(header_read_timeout=10_000),
    )


def _announce(office: Office, arguments: Sequence[str], report: Callable[[str], None]) -> None:
    """Say where the bank is and how to get in, once it answers."""
    server = office.settings.server
    began = time.monotonic()
    while not _answers(server.host, server.port):
        if time.monotonic() - began > _WAIT_SECONDS:
            report("The server does not answer yet; its log says why.")
            return
        time.sleep(0.05)
    settings = "".join(f" {shlex.quote(argument)}" for argument in arguments)
    bank = shlex.quote(os.path.relpath(sys.argv[0]))
    report(
        f"The bank is open at http://{server.host}:{server.port}\n"
        f"  its API:   http://{server.host}:{server.port}/openapi.json\n"
        f"  a token:   {bank} token issue --subject me --role service_account{settings}\n"
        "  to stop:   Ctrl-C"
    )


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/actuator/health/readiness")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()
