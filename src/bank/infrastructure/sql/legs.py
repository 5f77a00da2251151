"""Where the postings of an entry stand.

For each, account row and sequence, packed into the entry's row.

An index from entries to postings would cost each posting a third more; a few bytes in a row that is
read anyway do not.
"""

from collections.abc import Iterable
from struct import Struct

_LEG = Struct("!qq")


def packed(places: Iterable[tuple[int, int]]) -> bytes:
    """Give the bytes for pairs of account row and sequence."""
    return b"".join([_LEG.pack(account, sequence) for account, sequence in places])


def unpacked(legs: bytes) -> list[tuple[int, int]]:
    """Give the pairs in the order they were packed."""
    return list(_LEG.iter_unpack(legs))
