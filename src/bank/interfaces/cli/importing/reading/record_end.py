"""Finding the end of a record that is too long to hold."""

import re
from typing import BinaryIO

_CHUNK_BYTES = 1 << 16
_TOKEN = re.compile(rb'[ ]+|"|,|\n|[^ ",\n]+')


def past_record(file: BinaryIO, start: int) -> tuple[int, int]:
    """Give the offset after the record that starts at ``start``, and its number of physical lines.

    Follows the quotes as a CSV reader does, so that a line break in a quoted field ends nothing.
    """
    file.seek(start)
    scan = _QuoteScan()
    offset, lines = start, 0
    while chunk := file.read(_CHUNK_BYTES):
        for token in _TOKEN.finditer(chunk):
            if token[0] == b"\n":
                lines += 1
                if not scan.quoted:
                    return offset + token.end(), lines
            scan.take(token[0])
        offset += len(chunk)
    return offset, lines + 1


class _QuoteScan:
    """Whether the scan is inside a quoted field; a quote opens one only where the field starts."""

    def __init__(self) -> None:
        self.quoted = False
        self._at_start = True
        self._just_closed = False

    def take(self, token: bytes) -> None:
        if self.quoted:
            if token == b'"':
                self.quoted, self._just_closed = False, True
            return
        if token == b'"' and (self._at_start or self._just_closed):
            self.quoted = True
        elif token == b",":
            self._at_start = True
            self._just_closed = False
            return
        elif token.startswith(b" ") and self._at_start:
            return
        self._at_start = self._just_closed = False
