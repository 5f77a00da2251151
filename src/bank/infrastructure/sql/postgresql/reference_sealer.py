"""Free text on its way into the journal."""

from collections.abc import Mapping, Sequence

from bank.application.posting.journal import Recorded
from bank.domain.identifiers import RowId
from bank.domain.ledger.days import LedgerHead
from bank.infrastructure.sql.sealing import MonthKeys


class ReferenceSealer:
    """Seals the free text of entries under the key of the month in which they are recorded."""

    def __init__(self, months: MonthKeys) -> None:
        """Take the months' keys."""
        self._months = months

    async def of_entries(
        self, head: LedgerHead, recorded: Sequence[Recorded]
    ) -> Sequence[bytes | None]:
        """Give the ciphertext of the free text of each entry, where it has any."""
        texts = [
            (entry.row, request.reference) for entry, request, _ in recorded if request.reference
        ]
        if not texts:
            return [None] * len(recorded)
        sealed = await self._sealed(head, "journal_entry", texts)
        if len(texts) == len(recorded):
            return sealed
        each = iter(sealed)
        return [next(each) if request.reference else None for _, request, _ in recorded]

    async def of_holds(
        self, head: LedgerHead, placed: Mapping[RowId, str | None]
    ) -> dict[RowId, bytes | None]:
        """Give the ciphertext of the free text of each hold, where it has any."""
        texts = [(row, text) for row, text in placed.items() if text]
        sealed = await self._sealed(head, "hold", texts) if texts else ()
        rows = [row for row, _ in texts]
        return dict.fromkeys(placed) | dict(zip(rows, sealed, strict=True))

    async def _sealed(
        self, head: LedgerHead, table: str, texts: Sequence[tuple[RowId, str]]
    ) -> Sequence[bytes]:
        key = await self._months.key(head.last_recorded_at)
        cipher = self._months.cipher
        return cipher.seal_column(key, texts, table=table, column="sealed_reference")
