"""Free text on its way into the journal."""

from collections.abc import Mapping

from bank.application.ports.field_cipher import OpenDataKey
from bank.application.posting.journal import Recording
from bank.domain.identifiers import RowId
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
        entries = {
            recorded.entry.row: text
            for text, recorded in zip(texts, recording.entries, strict=True)
            if text is not None
        }
        sealed = self._sealed(key, "journal_entry", entries)
        holds = {row: text for row, text in placed.items() if text is not None}
        return References(
            [sealed.get(recorded.entry.row) for recorded in recording.entries],
            dict.fromkeys(placed) | self._sealed(key, "hold", holds),
        )

    def _sealed(
        self, key: OpenDataKey, table: str, texts: Mapping[RowId, str]
    ) -> dict[RowId, bytes]:
        sealed = self._months.cipher.seal_column(
            key, texts.items(), table=table, column="sealed_reference"
        )
        return dict(zip(texts, sealed, strict=True))
