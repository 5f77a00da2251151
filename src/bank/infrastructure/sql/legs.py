"""Where the postings of an entry stand.

For each, account row and sequence, packed into the entry's row.

An index from entries to postings would cost each posting a third more; a few bytes in a row that is
read anyway do not.
"""

from collections.abc import Sequence
from struct import Struct

_LEG = Struct("!qq")
_PAIR = Struct("!qqqq").pack


def packed(places: Sequence[tuple[int, int]]) -> bytes:
    """Give the bytes for pairs of account row and sequence."""
    if len(places) == 2:  # noqa: PLR2004 - the plain case, fast
        return _PAIR(*places[0], *places[1])
    return b"".join([_LEG.pack(account, sequence) for account, sequence in places])


def unpacked(legs: bytes) -> list[tuple[int, int]]:
    """Give the pairs in the order they were packed."""
    return list(_LEG.iter_unpack(legs))
