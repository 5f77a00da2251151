"""Profiles a bank under load and draws what was seen: `make bench BENCH_ARGS=--picture`."""

import time
from pathlib import Path

import msgspec

from bench.banks.collector import collecting
from bench.banks.conditions import revision
from bench.banks.costs import read_meter
from bench.banks.homes import Home, Say, copied, empty_home
from bench.banks.served import Served
from bench.faults import NoRun
from bench.load.orders import Kind, Orders
from bench.load.sending import send
from bench.options import Options
from bench.picture.drawing import Profile, drawn
from bench.picture.stacks import Node, shares, tree_of
from bench.picture.stages import microseconds, read_batches
from bench.plugins.door import path_of_plugins, sampled

_LOADS: tuple[tuple[str, Kind, int], ...] = (
    ("bulks by one client", "bulk", 1),
    ("one transfer a request, 64 connections", "single", 64),
)
_SEEN_SECONDS_MAX = 20.0


def draw_picture(target: Path, options: Options, folder: Path, say: Say) -> None:
    """Profile bulks and single transfers and write the picture. Raises ``NoRun``."""
    say("makes a bank")
    home = empty_home(folder, accounts=options.accounts, readable=options.readable)
    orders = folder / "bench-sampler"
    orders.mkdir(exist_ok=True)
    settings, path = sampled(orders), path_of_plugins(folder)
    profiles = []
    for title, kind, connections in _LOADS:
        with (
            collecting() as collector,
            copied(home) as fresh,
            Served(fresh.path, settings=settings, path=path, collector=collector.url) as served,
        ):
            say(f"profiles {title}")
            profiles.append(_profile(served, fresh, title, kind, connections, options, orders))
        for name, share in shares(profiles[-1].stacks).items():
            say(f"  {name}: {share:.0%}")
    told = (
        f"revision {revision()}, one server process, {options.accounts:,} accounts, everything on"
    )
    target.write_text(drawn(profiles, told), encoding="utf-8")
    say(f"wrote {target.name}, {target.stat().st_size / 1024:.0f} KiB")


def _profile(  # noqa: PLR0917 - a load and where it runs
    served: Served,
    home: Home,
    title: str,
    kind: Kind,
    connections: int,
    options: Options,
    orders: Path,
) -> Profile:
    load = Orders(
        kind=kind,
        port=served.port,
        token=served.token,
        accounts=[str(account) for account in home.accounts],
        connections=connections,
        seconds=options.seconds,
        size=options.bulk_size,
        bulks=options.bulks if kind == "bulk" else 0,
        seed=f"{options.seed}/{title}",
    )
    send(msgspec.structs.replace(load, seconds=0.5, bulks=min(2, load.bulks)))
    go, seen = orders / "go", orders / "stacks.json"
    seen.unlink(missing_ok=True)
    batches, meter = read_batches(served), read_meter(served)
    go.touch()
    try:
        (done,) = send(load)
    finally:
        go.unlink()
    spent, after = read_meter(served), read_batches(served)
    clock = microseconds(batches, after, seconds=done.seconds, transfers=done.counted)
    each = 1e6 / done.counted
    processors = {
        "server": (spent.server_seconds - meter.server_seconds) * each,
        "database": (spent.database_seconds - meter.database_seconds) * each,
        "load generator": done.cpu_seconds * each,
    }
    return Profile(title, clock, processors, _seen(seen, done.seconds))


def _seen(path: Path, within: float) -> Node:
    """Wait for what the server process saw."""
    began = time.monotonic()
    while not path.exists():
        if time.monotonic() - began > _SEEN_SECONDS_MAX:
            raise NoRun("the server process did not sample itself")
        time.sleep(0.05)
    lines = msgspec.json.decode(path.read_bytes(), type=list[list[str | float]])
    stacks = (([str(name) for name in line[:-1]], float(line[-1])) for line in lines)
    return tree_of(stacks, within)
