"""``bank serve``.

The database, the schema and the server processes, in the foreground, until told to stop.
"""

import encodings.idna  # noqa: F401 - see _answers
import http.client
import json
import os
import shlex
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType

from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.server.mp import MPServer

from bank.bootstrap.database import embedded_postgres_of
from bank.bootstrap.demo.filling import fill_if_empty
from bank.bootstrap.demo.sign_ins import let_everybody_in, refuse_if_left, tell_sign_ins
from bank.bootstrap.listening import on_a_port, refuse_unless_free
from bank.bootstrap.office import Office

ARGUMENTS = "SERVED_BANK_ARGUMENTS"
"""The environment variable by which server processes get the settings of the command line."""

_TOLD = ("BANK_HOME", "BANK_PORT", "BANK_SERVER_PORT")
"""What of the environment a token depends on, so that the command for one names it."""

_MIGHTY = (
    "PostgreSQL lets the role of bank.database.url change entries and audit events. Let the bank"
    " work as another role than the schema's owner, who belongs into bank.database.migration-url:"
    " docs/guides/run-on-your-own-postgresql.md says how."
)
_GAVE_UP = (
    "A server process died again within seconds of its start, so the bank ends; its log says why."
    " Everything acknowledged is kept."
)
_WAIT_SECONDS = 120


class ToldToStop(KeyboardInterrupt):
    """SIGTERM or SIGINT came before the server processes were there to be stopped."""


def serve(arguments: Sequence[str], report: Callable[[str], None]) -> None:
    """Serve the bank until SIGTERM or SIGINT."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    try:
        _serve(on_a_port(arguments), report)
    except ToldToStop:
        report("The bank was told to stop before it opened.")
    else:
        report("The bank is closed; everything acknowledged is kept.")


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise ToldToStop


def _serve(arguments: Sequence[str], report: Callable[[str], None]) -> None:
    office = Office.configured(arguments)
    refuse_unless_free(office.settings.server.host, office.settings.server.port)
    embedded = embedded_postgres_of(office.settings, report)
    try:
        if office.embedded:
            embedded.start()
        is_demo = _prepare(office, report)
        os.environ[ARGUMENTS] = json.dumps(list(arguments))
        told = (office, arguments, report)
        announcing = threading.Thread(
            target=_announce, args=told, kwargs={"is_demo": is_demo}, daemon=True
        )
        announcing.start()
        _run(_processes(office), report)
    finally:
        embedded.stop()


def _run(processes: MPServer, report: Callable[[str], None]) -> None:
    """Serve until told to stop; a terminal's Ctrl-C tells the server processes as well."""
    try:
        processes.serve()
    except SystemExit:
        if not processes.interrupt_signal:
            report(_GAVE_UP)
            raise


def _prepare(office: Office, report: Callable[[str], None]) -> bool:
    """Make the bank ready to open, and tell whether everybody of the demo is let in."""
    office.read_files()
    migrating = office.settings.database.migrate_at_start
    if migrating or (migrating is None and office.embedded):
        office.migrate()
    else:
        office.refuse_unless_migrated()
    if office.may_change_entries():
        report(_MIGHTY)
    office.prove_keys()
    if not office.settings.demo.enabled:
        refuse_if_left(office)
        return False
    is_demo = fill_if_empty(office, report)
    if is_demo:
        let_everybody_in(office)
    return is_demo


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


def _announce(
    office: Office, arguments: Sequence[str], report: Callable[[str], None], *, is_demo: bool
) -> None:
    """Say where the bank is and how to get in, once it answers."""
    server = office.settings.server
    began = time.monotonic()
    while not _answers(server.host, server.port):
        if time.monotonic() - began > _WAIT_SECONDS:
            report("The server does not answer yet; its log says why.")
            return
        time.sleep(0.05)
    settings = "".join(f" {shlex.quote(argument)}" for argument in arguments)
    named = "".join(
        f"{name}={shlex.quote(os.environ[name])} " for name in _TOLD if name in os.environ
    )
    bank = named + shlex.quote(os.path.relpath(sys.argv[0]))
    report(
        f"The bank is open at http://{server.host}:{server.port}\n"
        f"  its API:   http://{server.host}:{server.port}/openapi.json\n"
        f"  a token:   {bank} token issue --subject me --role service_account{settings}\n"
        "  to stop:   Ctrl-C"
    )
    if is_demo:
        tell_sign_ins(report)


def _answers(host: str, port: int) -> bool:
    """Tell whether the bank answers; imports nothing.

    Server processes are forked while this runs. One that inherited the lock of a module that was
    being imported would wait for it for ever, as soon as it imports that module itself.
    """
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/actuator/health/readiness")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()
