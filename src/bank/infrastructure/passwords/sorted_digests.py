"""A file of SHA-1 digests in rising order, searched where it lies.

Either 20 bytes each and nothing between, or lines of ``HEX`` or ``HEX:count`` as Have I Been Pwned
offers them. A file of a billion is looked up in thirty steps, and never read as a whole.
"""

import mmap
import re
from pathlib import Path
from typing import Final

_BYTES: Final = 20
_HEX: Final = 2 * _BYTES
_LINE: Final = re.compile(rb"[0-9A-Fa-f]{40}(?::[0-9]*)?\s")
_LOOKED_AT: Final = 1000
"""So many digests, evenly spaced, tell at the start whether a file is in order."""


class NotSortedDigests(ValueError):
    """The file is not what it is taken for."""


class SortedDigests:
    """An open file of digests, until ``close``."""

    def __init__(self, path: Path) -> None:
        """Map a file.

        Raises ``OSError``, or ``NotSortedDigests`` for another form or order, as far as a thousand
        of its digests show: one that is ordered by how often a password was stolen does not pass.
        """
        with path.open("rb") as file:
            if path.stat().st_size < _BYTES:
                raise NotSortedDigests("it holds no SHA-1 digest")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._as_text = _LINE.match(self._map[:64] + b"\n") is not None
        if not self._as_text and len(self._map) % _BYTES:
            self._map.close()
            raise NotSortedDigests(
                "it is neither digests of 20 bytes nor lines of HEX or HEX:count"
            )
        try:
            self._refuse_unless_sorted()
        except NotSortedDigests:
            self._map.close()
            raise

    def __contains__(self, digest: bytes) -> bool:
        """Halve what is left until the digest is found, or nothing is left."""
        low, high = 0, self._end
        while low < high:
            middle = (low + high) // 2
            found = self._digest_at(middle)
            if found == digest:
                return True
            if found < digest:
                low = self._behind(middle)
            else:
                high = self._begin(middle)
        return False

    def close(self) -> None:
        """Let the file go."""
        self._map.close()

    @property
    def _end(self) -> int:
        """Positions are bytes in text, and numbers of digests otherwise."""
        return len(self._map) if self._as_text else len(self._map) // _BYTES

    def _refuse_unless_sorted(self) -> None:
        last, before = self._end - 1, b""
        for step in range(_LOOKED_AT + 1):
            digest = self._digest_at(last * step // _LOOKED_AT)
            if digest < before:
                raise NotSortedDigests(
                    "its digests are not in rising order: sort the file by digest"
                )
            before = digest

    def _digest_at(self, position: int) -> bytes:
        if not self._as_text:
            return self._map[position * _BYTES : (position + 1) * _BYTES]
        begin = self._begin(position)
        try:
            return bytes.fromhex(self._map[begin : begin + _HEX].decode("ascii"))
        except ValueError:
            raise NotSortedDigests("a line of it holds no SHA-1 digest") from None

    def _begin(self, position: int) -> int:
        """Give where the line of a position begins; a last line break is of the line before."""
        return self._map.rfind(b"\n", 0, position) + 1 if self._as_text else position

    def _behind(self, position: int) -> int:
        """Give where the next line begins."""
        if not self._as_text:
            return position + 1
        found = self._map.find(b"\n", position)
        return len(self._map) if found < 0 else found + 1
