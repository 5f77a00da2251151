"""What a large batch writes is what a small one would: large ones are written another way."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from tests.contracts.accounts import committed_account, ref, till
from tests.contracts.backend import NOW, Backend, named
from tests.contracts.postings import enter, post, request

from bank.application.ports.entries import Numbers
from bank.application.ports.ledger import Posted
from bank.application.ports.unit_of_work import TransientFault
from bank.application.posting.journal import Wanted
from bank.application.posting.known import Known
from bank.domain.ledger.requests import PostingRequest

LARGE = 600


@pytest.mark.parametrize("count", [3, LARGE, 2 * LARGE])
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


class _BrokenOff(Exception):
    """What a test leaves a unit with."""


async def test_what_a_batch_wrote_that_is_broken_off_leaves_nothing(backend: Backend) -> None:
    """Scenario: a unit has recorded many entries, and is left by a fault before it is committed.

    Outcome: none is there, and the same batch is posted by the next unit, on the same connections.
    """
    opened, cash = await committed_account(backend), await till(backend)
    wanted = [request(str(number), cash, ref(opened)) for number in range(LARGE)]
    for _ in range(5):
        with pytest.raises(_BrokenOff):
            await _broken_off(backend, wanted)
    posted = await post(backend, *wanted)
    assert [each.entry.row for each in posted] == [*range(1, LARGE + 1)]


async def _broken_off(backend: Backend, wanted: Sequence[PostingRequest]) -> None:
    async with backend.journal.begin() as unit:
        await enter(unit, *wanted)
        raise _BrokenOff


async def test_a_key_that_was_used_before_fails_a_batch_that_took_it_for_new(
    backend: Backend,
) -> None:
    """Scenario: of the many entries of a batch, one is under a key that has an entry.

    Outcome: the unit fails as a whole, to be repeated, and leaves nothing.
    """
    opened, cash = await committed_account(backend), await till(backend)
    await post(backend, request("7", cash, ref(opened)))
    wanted = [request(str(number), cash, ref(opened)) for number in range(LARGE)]
    with pytest.raises(TransientFault):
        await post(backend, *wanted)
    async with backend.journal.begin() as unit:
        known = (await unit.load(Wanted([each.key for each in wanted], []), NOW)).known
    assert known.keys() == {named("7")}
