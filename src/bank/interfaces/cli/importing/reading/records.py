"""Reading CSV records one by one, knowing at each record's end where in the file it is."""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from bank.interfaces.cli.importing.reading import faults
from bank.interfaces.cli.importing.reading.faults import Fault
from bank.interfaces.cli.importing.reading.record_end import past_record

RECORD_BYTES_MAX = 64 * 1024
_NEVER_CLOSED = "unexpected end of data"


class _RecordTooLong(Exception):
    pass


class Records:
    """The records of a file from a record's start on: lists of fields, or the fault that has none.

    ``offset`` (bytes) and ``line`` (physical lines) are at the end of the last record given. A
    malformed record ends with the physical line where it broke; reading never starts again inside
    it, because what stands in a quoted field is text and must not become a transfer. Never more
    than a few times ``RECORD_BYTES_MAX`` are held.
    """

    def __init__(self, file: BinaryIO, *, offset: int, line: int) -> None:
        """Take the file, and where a record starts: its bytes, and the physical lines before it."""
        self._file = file
        self.offset = offset
        self.line = line
        self._start = offset
        self._not_utf8 = False

    def __iter__(self) -> Iterator[tuple[int, list[str] | Fault]]:
        """Give each record with the number of its first line (from 1); blank lines are skipped."""
        rows = self._rows()
        while True:
            self._start = self.offset
            first = self.line + 1
            row: list[str] | Fault
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                row = self._malformed(first, str(error))
            except _RecordTooLong:
                self.offset, lines = past_record(self._file, self._start)
                self.line = first - 1 + lines
                rows = self._rows()
                row = Fault(
                    faults.LINE_TOO_LONG, f"The record has more than {RECORD_BYTES_MAX} bytes."
                )
            if self._not_utf8:
                self._not_utf8 = False
                row = Fault(faults.NOT_UTF8, "The line is not UTF-8: save the file as UTF-8.")
            if row:
                yield first, row

    def _rows(self) -> Iterator[list[str]]:
        self._file.seek(self.offset)
        return csv.reader(self._lines(), strict=True, skipinitialspace=True)

    def _lines(self) -> Iterator[str]:
        readline = self._file.readline
        while raw := readline(RECORD_BYTES_MAX + 1):
            self.offset += len(raw)
            self.line += 1
            if self.offset - self._start > RECORD_BYTES_MAX:
                raise _RecordTooLong
            try:
                text = raw.decode()
            except UnicodeDecodeError:
                self._not_utf8 = True
                text = raw.decode(errors="replace")
            yield text

    def _malformed(self, first: int, message: str) -> Fault:
        where = f"Lines {first} to {self.line} are" if self.line > first else "The line is"
        if message == _NEVER_CLOSED:
            what = "a quote is never closed"
        elif "new-line" in message:
            what = "a carriage return stands in the middle; end lines with LF or CR LF"
        else:
            what = "text follows a closing quote; write a quote inside a quoted field twice"
        return Fault(faults.MALFORMED_CSV, f"{where} not CSV: {what}.")
