"""Cutting a file into batches: what one bulk sends, and where in the file it ends."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from bank.interfaces.cli.importing.identity import ImportIdentity
from bank.interfaces.cli.importing.reading import faults
from bank.interfaces.cli.importing.reading.checking import Checker, Transfer
from bank.interfaces.cli.importing.reading.columns import Columns
from bank.interfaces.cli.importing.reading.faults import BadLine, Fault
from bank.interfaces.cli.importing.reading.records import Records

BATCH_BYTES_MAX = 8 * 1024 * 1024
_ID_SHOWN_MAX = 100


@dataclass(slots=True)
class Batch:
    """Consecutive records of the file.

    ``transfers`` go to the bank; ``lines`` and ``line_ids`` say where each came from; ``bad`` need
    not be sent. ``offset`` (bytes) and ``line`` (physical lines) are where the batch ends.
    """

    transfers: list[Transfer] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    line_ids: list[str] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)
    offset: int = 0
    line: int = 0

    @property
    def records(self) -> int:
        """How many records it was cut from."""
        return len(self.transfers) + len(self.bad)


class Batches:
    """The batches of a file from a position on; the same position and size give the same ones."""

    def __init__(
        self, file: BinaryIO, identity: ImportIdentity, *, size: int, offset: int, line: int
    ) -> None:
        """Take the file, whose ids, the records in a batch, and where the last batch ended.

        Offset 0 is the top of the file. Stops when the header is not what an import needs.
        """
        top = len(_BOM) if file.read(len(_BOM)) == _BOM else 0
        header = Records(file, offset=top, line=0)
        _, names = next(iter(header), (1, list[str]()))
        self._checker = Checker(Columns(names), identity)
        begins = (offset, line) if offset else (header.offset, header.line)
        self._records = Records(file, offset=begins[0], line=begins[1])
        self._rows = iter(self._records)
        self._size = size

    def next(self) -> Batch | None:
        """Give the next batch, or nothing at the end of the file."""
        batch = Batch()
        begin = self._records.offset
        seen: set[str] = set()
        check, records = self._checker.check, self._records
        for line, row in self._rows:
            line_id, checked = ("", row) if isinstance(row, Fault) else check(row)
            if isinstance(checked, Fault):
                batch.bad.append(BadLine(line, _shown(line_id), checked))
            elif checked.id in seen:
                batch.bad.append(BadLine(line, _shown(line_id), _DUPLICATE))
            else:
                seen.add(checked.id)
                batch.transfers.append(checked)
                batch.lines.append(line)
                batch.line_ids.append(line_id)
            if batch.records >= self._size or records.offset - begin >= BATCH_BYTES_MAX:
                break
        batch.offset, batch.line = records.offset, records.line
        return batch if batch.records else None

    def __iter__(self) -> Iterator[Batch]:
        """Give the batches one by one."""
        while (batch := self.next()) is not None:
            yield batch


_BOM = b"\xef\xbb\xbf"
_DUPLICATE = Fault(faults.ID_DUPLICATE, "A line shortly before has the same id.")


def _shown(line_id: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in line_id[:_ID_SHOWN_MAX])
