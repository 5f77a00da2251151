"""The books as they are committed, beside what the oracle has in its own."""

from collections import Counter
from datetime import date, timedelta

from tests.properties.wording import Wording
from tests.simulation.oracle import Oracle

from bank.application.posting.journal import Closing, Recorded
from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import Block
from bank.domain.ledger.entries import Posting
from bank.infrastructure.in_memory.entry_links import public_id_of
from bank.infrastructure.in_memory.store import Tables

Totals = Counter[tuple[str, str]]
DAY = timedelta(days=1)


class Inspection:
    """Looks at what is new since it last looked, and that what was there is as it was."""

    def __init__(self, tables: Tables, oracle: Oracle, wording: Wording) -> None:
        self._tables = tables
        self._oracle = oracle
        self._wording = wording
        self._entries: list[Recorded] = []
        self._keys: set[object] = set()
        self._running: dict[RowId, Posting] = {}
        self._totals: Totals = Counter()
        self._open_holds: list[int] = []
        self._looked = 0
        self._closed: dict[date, tuple[Closing, dict[tuple[str, str], int]]] = {}

    def look(self) -> None:
        """Compare; raises ``AssertionError`` where there is a difference."""
        self._days()
        self._new_entries()
        self._holds()
        self._accounts()

    def look_again(self) -> None:
        """Compare all that ever was."""
        rows = self._tables.entries
        kept = [rows.get(RowId(number)) for number in range(1, len(self._entries) + 1)]
        assert len(rows) == len(kept), "an entry is missing, or too many"
        assert all(one is other for one, other in zip(kept, self._entries, strict=True))

    def _days(self) -> None:
        """Days follow each other without gaps, closed with all that was booked, once and for all.

        What a batch closes it closes before its entries.
        """
        for day in sorted(self._tables.closed_days.keys() - self._closed.keys()):
            closing = self._tables.closed_days[day]
            assert not self._closed or day == max(self._closed) + DAY, f"{day} is out of turn"
            assert closing.day.last_entry == len(self._entries), f"{day} ends at another entry"
            self._closed[day] = closing, self._frozen(day)
            mine = {place: total for place, total in self._totals.items() if total}
            frozen = {place: total for place, total in self._frozen(day).items() if total}
            assert frozen == mine, f"the totals of {day} are not those of its entries"
        for day, (closing, totals) in self._closed.items():
            assert self._tables.closed_days[day] is closing, f"{day} was closed again"
            assert self._frozen(day) == totals, f"the totals of {day} have changed"
        if self._closed:
            opened = self._tables.head[None].booking_date
            assert opened == max(self._closed) + DAY, f"{opened} is open after {max(self._closed)}"

    def _frozen(self, day: date) -> dict[tuple[str, str], int]:
        totals = self._tables.day_totals.items()
        return {(code, money): total for (of, code, money), total in totals if of == day}

    def _new_entries(self) -> None:
        """Each is the oracle's, has the next number, and continues every account it moves."""
        last, expected = len(self._entries), self._oracle.entries
        assert self._tables.head[None].last_entry == len(self._tables.entries), "gaps in numbers"
        assert len(self._tables.entries) == len(expected), (
            f"{len(self._tables.entries)} entries, not {len(expected)}"
        )
        for number in range(last + 1, len(expected) + 1):
            recorded = self._tables.entries[RowId(number)]
            entry, mine = recorded.entry, expected[number - 1]
            assert recorded.request.key not in self._keys, f"entry {number}: its key has another"
            legs = [(self._wording.names[p.account], p.amount_minor) for p in entry.postings]
            told = (entry.kind.name.lower(), entry.recorded_at, entry.booking_date)
            assert told == (mine.kind, mine.recorded_at, mine.booked_on), f"entry {number}: {told}"
            assert entry.value_date == mine.value_date, f"entry {number}: {entry.value_date}"
            assert legs == mine.legs, f"entry {number}: {legs}, not {mine.legs}"
            self._continue(number, recorded)
            self._keys.add(recorded.request.key)
            self._entries.append(recorded)
            self._wording.entries[number] = public_id_of(recorded)

    def _continue(self, number: int, recorded: Recorded) -> None:
        sums: Counter[str] = Counter()
        for posting in recorded.entry.postings:
            before = self._running.get(posting.account)
            ledger = self._tables.ledger_accounts[posting.account]
            sequence, balance, debits = (
                (before.sequence, before.balance_minor, before.debits_minor)
                if before
                else (0, 0, 0)
            )
            told = (posting.sequence, posting.balance_minor, posting.debits_minor)
            amount = posting.amount_minor
            due = (sequence + 1, balance + amount, debits + max(amount, 0))
            assert told == due, f"entry {number}: {told}, not {due}"
            row, kept = self._tables.postings[posting.account, posting.sequence]
            assert (row, kept) == (number, posting), f"entry {number}: a posting is not kept"
            self._running[posting.account] = posting
            self._totals[ledger.gl_code, posting.currency] += amount
            sums[posting.currency] += amount
        assert not any(sums.values()), f"entry {number} makes or loses money"

    def _holds(self) -> None:
        """Each is as far as the oracle's; what is over stays over."""
        kept = self._tables.holds
        assert len(kept) == len(self._oracle.holds), "a hold too many, or too few"
        numbers = [*self._open_holds, *range(self._looked, len(kept))]
        self._looked = len(kept)
        self._open_holds = []
        for number in numbers:
            hold, mine = kept[RowId(number + 1)].hold, self._oracle.holds[number]
            told = (self._wording.names[hold.account], hold.amount_minor, hold.captured_minor)
            assert told == (mine.account, mine.amount, mine.captured), f"hold {number}: {told}"
            status = hold.status.name.lower()
            assert status == (mine.ended or "active"), f"hold {number} is {status}: {mine}"
            if mine.ended is None:
                self._open_holds.append(number)

    def _accounts(self) -> None:
        """Every balance, what is held, and the state; for each currency all sums to zero."""
        sums: Counter[str] = Counter()
        for row, name in self._wording.names.items():
            ledger, mine = self._tables.ledger_accounts[row], self._oracle.accounts[name]
            assert ledger.shown_minor == self._oracle.balance(name), f"{name}: {ledger.shown_minor}"
            sums[ledger.currency] += ledger.balance_minor
            running = self._running.get(row)
            assert ledger.sequence == (running.sequence if running else 0), f"{name}: sequence"
            if mine.internal:
                continue
            assert ledger.held_minor == self._oracle.stored(name), f"{name}: {ledger.held_minor}"
            assert ledger.status.name.lower() == mine.status, f"{name} is {ledger.status.name}"
            sides = {"debit": Block.DEBIT, "credit": Block.CREDIT}
            barred = {side for side, bar in sides.items() if bar & ledger.blocked}
            assert barred == mine.barred, f"{name} is barred for {barred}"
        assert not any(sums.values()), f"money was made or lost: {dict(sums)}"
