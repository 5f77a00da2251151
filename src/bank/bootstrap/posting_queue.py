"""The posting queue of a process at work."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dishka import AsyncContainer

from bank.application.posting.queue import PostingQueue


@asynccontextmanager
async def posting_queue_of(container: AsyncContainer) -> AsyncIterator[PostingQueue]:
    """Run the container's queue; on leaving, what waits in it is still posted."""
    queue = await container.get(PostingQueue)
    running = asyncio.create_task(queue.run())
    try:
        yield queue
    finally:
        queue.close()
        await running
