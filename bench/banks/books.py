"""The books beside what was counted: nothing is a figure that the bank did not write down."""

from collections.abc import Sequence

import psycopg
from msgspec import Struct

from bench.banks.served import Served
from bench.faults import NoRun

_HEAD = "SELECT last_entry FROM ledger_head WHERE book = 1"
_WRITTEN = """
WITH acts AS (SELECT DISTINCT audit_event FROM journal_entry WHERE book = 1 AND id > %(after)s)
SELECT count(*), count(DISTINCT e.key), count(e.sealed_reference), count(DISTINCT e.audit_event),
       count(DISTINCT a.id),
       (SELECT count(*) FROM posting p WHERE p.book = 1 AND p.entry > %(after)s),
       (SELECT count(*) FROM idempotency_record JOIN acts USING (audit_event) WHERE book = 1)
FROM journal_entry e LEFT JOIN audit_event a ON a.book = e.book AND a.id = e.audit_event
WHERE e.book = 1 AND e.id > %(after)s
"""


class Counted(Struct, kw_only=True):
    """What the load generators counted as posted since the books were read, warm-up included."""

    singles: int = 0
    bulks: int = 0
    in_bulks: int = 0

    @property
    def transfers(self) -> int:
        """All transfers."""
        return self.singles + self.in_bulks


class Written(Struct, frozen=True, kw_only=True):
    """What the books have gained since an entry.

    An entry is the record of its own key and its own event for others; `keys` are those that
    differ, `sealed` the entries with sealed free text, `acts` the audit events that entries name,
    `audited` those of them that are there, `records` those of whole bulks' keys.
    """

    head: int
    entries: int
    postings: int
    keys: int
    sealed: int
    acts: int
    audited: int
    records: int


def last_entry(served: Served) -> int:
    """Read where the books stand."""
    return _row(served, _HEAD, {})[0]


def written_since(served: Served, before: int) -> Written:
    """Read what was written since."""
    now = last_entry(served)
    found = _row(served, _WRITTEN, {"after": before})
    entries, keys, sealed, acts, audited, postings, records = found
    return Written(
        head=now - before,
        entries=entries,
        postings=postings,
        keys=keys,
        sealed=sealed,
        acts=acts,
        audited=audited,
        records=records,
    )


def compare(counted: Counted, written: Written, *, audited: bool = True) -> None:
    """Refuse books that do not say what was counted. Raises ``NoRun``."""
    acts = counted.singles + counted.bulks
    wanted = Written(
        head=counted.transfers,
        entries=counted.transfers,
        postings=2 * counted.transfers,
        keys=counted.transfers,
        sealed=counted.transfers,
        acts=acts,
        audited=acts if audited else 0,
        records=counted.bulks,
    )
    wrong = [
        f"{name}: {getattr(written, name):,} in the books, {getattr(wanted, name):,} by the count"
        for name in Written.__struct_fields__
        if getattr(written, name) != getattr(wanted, name)
    ]
    if wrong:
        raise NoRun(f"the books do not say what was counted: {'; '.join(wrong)}")


def _row(served: Served, query: str, given: dict[str, int]) -> Sequence[int]:
    with psycopg.connect(served.owner()) as connection:
        row = connection.execute(query, given).fetchone()
    assert row is not None  # noqa: S101 - it is one row
    return row
