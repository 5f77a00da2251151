"""Telling that somebody waits."""

import asyncio
from typing import Any

A_WHILE_SECONDS = 0.05
LONG_SECONDS = 10


async def waits(task: asyncio.Task[Any]) -> bool:
    """Whether a task is still not done after a while."""
    done, _ = await asyncio.wait({task}, timeout=A_WHILE_SECONDS)
    return not done


async def ended(task: asyncio.Task[Any]) -> Any:
    """Give a task's result once whoever it waited for has let go."""
    return await asyncio.wait_for(task, LONG_SECONDS)
