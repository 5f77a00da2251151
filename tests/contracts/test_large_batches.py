"""What a large batch writes is what a small one would: large ones are written another way."""

from datetime import date, timedelta

import pytest
from tests.contracts.backend import (
    NOW,
    Backend,
    committed_account,
    named,
    post,
    ref,
    request,
    till,
)

from bank.application.ports.entries import Numbers
from bank.application.ports.ledger import Posted
from bank.application.posting.journal import Wanted
from bank.application.posting.known import Known

LARGE = 600


@pytest.mark.parametrize("count", [3, LARGE])
async def test_every_entry_is_read_as_it_was_written(backend: Backend, count: int) -> None:
    """Scenario: entries under ids and under keys, on this day and before, with text and without.

    Outcome: each key stands for its own entry, with all its postings, and each text is shown.
    """
    opened = await committed_account(backend, overdraft_minor=70)
    cash = await till(backend)
    wanted = [
        request(
            str(number),
            cash,
            ref(opened),
            key_is_id=number % 2 == 0,
            value_date=date(2026, 11, 1) + timedelta(days=number % 3),
            reference=f"Invoice {number}" if number % 3 else None,
        )
        for number in range(count)
    ]
    posted = await post(backend, *wanted)
    async with backend.journal.begin() as unit:
        known = (await unit.load(Wanted([each.key for each in wanted], []), NOW)).known
    for number, (each, recorded) in enumerate(zip(wanted, posted, strict=True)):
        public = named(str(number)) if each.key_is_id else recorded.entry.id
        assert known[each.key] == Known(
            each.digest, recorded.audit_event, Posted(public, recorded.entry)
        )
    async with backend.unit(read_only=True) as reader:
        numbered = await reader.entries.of_book_onward(Numbers(), limit=count)
    assert [(view.kind, view.value_date, view.reference) for _, view in numbered] == [
        (each.request.kind, each.request.value_date, each.request.reference) for each in posted
    ]
