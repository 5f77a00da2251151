"""Asking the bank many things at once."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from time import perf_counter
from typing import Any, TypeVar

import msgspec
import typer

from bank.interfaces.cli.importing.calling import BankCaller
from bank.interfaces.cli.importing.stopping import ImportStopped

_IN_FLIGHT = 16
_GOOD = range(200, 300)

Item = TypeVar("Item")


async def ask(caller: BankCaller, method: str, path: str, body: Any = None, key: str = "") -> Any:
    """Give the document that the bank answers, or raise when it is a problem."""
    content = None if body is None else msgspec.json.encode(body)
    answer = await caller.ask(method, path, body=content, key=key or None)
    if answer.status_code not in _GOOD:
        message = f"{method} {path}: {answer.status_code} {answer.text[:300]}"
        raise ImportStopped(message)
    return msgspec.json.decode(answer.content)


async def for_each(
    what: str, items: Iterable[Item], work: Callable[[Item], Awaitable[None]]
) -> None:
    """Do the work for each item, several at once, and say the rate; the first error ends it."""
    begun = perf_counter()
    waiting = iter(items)
    done = 0

    async def worker() -> None:
        nonlocal done
        for item in waiting:
            await work(item)
            done += 1

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(_IN_FLIGHT):
                group.create_task(worker())
    except ExceptionGroup as faults:
        raise faults.exceptions[0] from faults
    seconds = perf_counter() - begun
    typer.echo(f"{what}: {done:,} in {seconds:.1f} s ({done / seconds:,.0f}/s).")
