"""Free text on its way into the journal."""

from bank.application.ports.field_cipher import OpenDataKey
from bank.application.posting.journal import Recording
from bank.domain.ledger.days import LedgerHead
from bank.infrastructure.sql.postgresql.recording import References
from bank.infrastructure.sql.sealing import MonthKeys


class ReferenceSealer:
    """Seals the free text of entries under the key of the month in which they are recorded."""

    def __init__(self, months: MonthKeys) -> None:
        """Take the months' keys."""
        self._months = months

    async def sealed(self, head: LedgerHead, recording: Recording) -> References:
        """Give the ciphertext of the free text of each entry and hold, where it has any."""
        texts = [recorded.request.reference for recorded in recording.entries]
        placed = recording.placed
        if not any(texts) and not any(placed.values()):
            return References([None] * len(texts), dict.fromkeys(placed))
        key = await self._months.key(head.last_recorded_at)
        of_entries = [
            None if text is None else self._seal(key, text, "journal_entry", recorded.entry.row)
            for text, recorded in zip(texts, recording.entries, strict=True)
        ]
        of_holds = {
            row: None if text is None else self._seal(key, text, "hold", row)
            for row, text in placed.items()
        }
        return References(of_entries, of_holds)

    def _seal(self, key: OpenDataKey, text: str, table: str, row: int) -> bytes:
        return self._months.cipher.seal(
            key, text, table=table, column="sealed_reference", row=row, version=0
        )
