"""Types that name what the container tells apart."""

from typing import Any, NewType

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool
from sqlalchemy.ext.asyncio import AsyncEngine

Book = NewType("Book", int)
LookupEngine = NewType("LookupEngine", AsyncEngine)
"""The engine of what may be asked while a unit of work is open; ``AsyncEngine`` is the units'."""

PostingPool = AsyncConnectionPool[AsyncConnection[Any]]
