"""The homes of the banks that are measured, each made once and copied for every measurement."""

import hashlib
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from uuid import UUID

import msgspec
import psycopg

from bank.domain.identifiers import public_id_at
from bench import yardstick
from bench.banks.accounts import add_accounts, open_accounts
from bench.banks.history import OPENED_MS, add_history
from bench.banks.proof import prove
from bench.banks.served import Served

_HISTORY = 1
"""The version of what `history` writes."""

Say = Callable[[str], None]


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """What a home has in it, and of which schema; written once it is whole and proved."""

    schema: str
    history: int
    accounts: int
    postings: int


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A stamp, and what the making took."""

    stamp: Stamp
    seconds: float
    mebibytes: float


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """Where a bank is kept, and the accounts that the load moves money between.

    `everywhere` are all that it has, where the load is confined to some.
    """

    path: Path
    accounts: Sequence[UUID]
    readable: Sequence[UUID] = ()
    everywhere: Sequence[UUID] = ()


def empty_home(folder: Path, *, accounts: int, readable: int) -> Home:
    """Make a bank with accounts and no history, and the yardstick's tables beside it."""
    path = folder / "bench-empty"
    _remove(path)
    with Served(path) as served:
        yardstick.prepare(served)
        opened = open_accounts(served, readable)
        added = add_accounts(served, accounts - len(opened))
    return Home(path=path, accounts=[*opened, *added], readable=opened)


def grown_home(
    folder: Path, *, accounts: int, postings: int, busy: int, say: Say
) -> tuple[Home, Made]:
    """Give a bank with a history, which is kept; a stale or unfinished one is made again.

    `busy` of its accounts, drawn from all of them, are those of the load.
    """
    path, stamp_path = folder / "bench-grown", folder / "bench-grown.json"
    wanted = Stamp(schema=schema_version(), history=_HISTORY, accounts=accounts, postings=postings)
    made = _read(stamp_path)
    if made is None or made.stamp != wanted or not path.is_dir():
        stamp_path.unlink(missing_ok=True)
        say(f"makes a bank of {accounts:,} accounts and {postings:,} postings, once, in {path}")
        made = _grow(path, wanted, say)
        unfinished = stamp_path.with_suffix(".unfinished")
        unfinished.write_bytes(msgspec.json.encode(made))
        unfinished.replace(stamp_path)
    with Served(path) as served, psycopg.connect(served.owner()) as connection:
        query = "SELECT id FROM ledger_account WHERE book = 1 AND opened_ms = %s ORDER BY id"
        rows = connection.execute(query, (OPENED_MS,)).fetchall()
    everywhere = [public_id_at(OPENED_MS, row[0]) for row in rows]
    drawn = random.Random(busy).sample(everywhere, min(busy, accounts))  # noqa: S311 - a choice
    return Home(path=path, accounts=drawn, everywhere=everywhere), made


@contextmanager
def copied(home: Home) -> Iterator[Home]:
    """Give a copy that is written out to the disk and goes away afterwards."""
    path = home.path.with_name(f"{home.path.name}-copy")
    _remove(path)
    shutil.copytree(home.path, path, symlinks=True)
    os.sync()
    try:
        yield msgspec.structs.replace(home, path=path)
    finally:
        shutil.rmtree(path)


def schema_version() -> str:
    """Give the last migration's number and a digest of all of them."""
    scripts = files("bank.infrastructure.sql.migrations.versions")
    texts = {each.name: each.read_bytes() for each in scripts.iterdir() if each.name[0].isdigit()}
    digest = hashlib.sha256(b"".join(texts[name] for name in sorted(texts)))
    return f"{max(texts)[:4]}-{digest.hexdigest()[:16]}"


def _grow(path: Path, wanted: Stamp, say: Say) -> Made:
    _remove(path)
    began = time.monotonic()
    with Served(path) as served:
        with psycopg.connect(served.owner()) as connection:
            zone = served.office.settings.time_zone.key
            add_history(connection, wanted.accounts, wanted.postings, zone, say)
            connection.commit()
            connection.autocommit = True
            say("tidies and analyses the tables")
            connection.execute("VACUUM ANALYZE")
        say("proves the ledger")
        prove(served)
        with psycopg.connect(served.superuser()) as connection:
            row = connection.execute("SELECT pg_database_size('bank')").fetchone()
    seconds, size = time.monotonic() - began, row[0] / 2**20 if row else 0.0
    say(f"made in {seconds:,.0f} s; {size:,.0f} MiB")
    return Made(stamp=wanted, seconds=seconds, mebibytes=size)


def _read(path: Path) -> Made | None:
    with suppress(FileNotFoundError, msgspec.MsgspecError):
        return msgspec.json.decode(path.read_bytes(), type=Made)
    return None


def _remove(path: Path) -> None:
    if path.exists():
        shutil.rmtree(path)
    path.with_suffix(".log").unlink(missing_ok=True)
