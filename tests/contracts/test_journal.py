"""What every journal does: batches that lock, look up and record."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest
from tests.contracts.accounts import committed_account, ref, till
from tests.contracts.backend import NOW, Backend, named
from tests.contracts.postings import enter, event, post, request
from tests.contracts.waiting import ended, waits

from bank.application.ports.idempotency import IdempotencyRecord
from bank.application.ports.ledger import Posted, Refused
from bank.application.ports.unit_of_work import TransientFault
from bank.application.posting.journal import Recorded, Recording, Wanted
from bank.application.posting.known import Known
from bank.domain.audit import Outcome
from bank.domain.identifiers import RowId
from bank.domain.ledger.days import LedgerHead
from bank.domain.ledger.refusals import InsufficientFunds

HOUR = timedelta(hours=1)
REFUSED = IdempotencyRecord(
    key=named("key"),
    digest=b"0123456789abcdef",
    outcome=Outcome.REFUSED,
    created_at=NOW,
    audit_event=named("event"),
    code=InsufficientFunds.code,
    detail="It does not cover it.",
    context={"row": 7},
)


async def _known(backend: Backend, *keys: str) -> dict[str, Known]:
    async with backend.journal.begin() as unit:
        loaded = await unit.load(Wanted([named(key) for key in keys], []), NOW)
    return {key: loaded.known[named(key)] for key in keys if named(key) in loaded.known}


async def _record(backend: Backend, recording: Recording) -> None:
    async with backend.journal.begin() as unit:
        loaded = await unit.load(Wanted([], []), NOW)
        await unit.record(loaded.head, recording)


async def test_a_batch_is_decided_over_what_the_books_say(backend: Backend) -> None:
    opened, cash = await committed_account(backend, overdraft_minor=500), await till(backend)
    rows = sorted([opened.row, cash.row])
    async with backend.journal.begin() as unit:
        loaded = await unit.load(Wanted([], [*rows, RowId(1 << 40)]), NOW)
    assert set(loaded.accounts) == set(rows)
    assert loaded.known == {}
    theirs, ours = loaded.accounts[opened.row], loaded.accounts[cash.row]
    assert (theirs.sign, theirs.currency, theirs.overdraft_minor) == (-1, "EUR", 500)
    assert (theirs.balance_minor, theirs.held_minor, theirs.sequence) == (0, 0, 0)
    assert theirs.opened_ms == ref(opened).opened_ms
    assert (ours.sign, ours.internal, ours.opened_ms) == (1, True, cash.opened_ms)


async def test_the_next_batch_goes_on_where_the_last_one_ended(backend: Backend) -> None:
    opened, cash = await committed_account(backend), await till(backend)
    first = await post(backend, request("1", cash, ref(opened)), request("2", cash, ref(opened)))
    (last,) = await post(backend, request("3", cash, ref(opened)), now=NOW + HOUR)
    assert [each.entry.row for each in [*first, last]] == [1, 2, 3]
    assert last.entry.postings[1].sequence == 3
    async with backend.journal.begin() as unit:
        loaded = await unit.load(Wanted([], [opened.row]), NOW)
    assert loaded.accounts[opened.row].balance_minor == -3000
    assert loaded.accounts[opened.row].sequence == 3
    assert loaded.head.last_entry == 3
    assert loaded.head.last_recorded_at == NOW + HOUR
    assert loaded.head.booking_date == date(2026, 11, 24)


async def test_a_batch_left_by_an_exception_leaves_nothing(backend: Backend) -> None:
    opened, cash = await committed_account(backend), await till(backend)

    async def failing() -> None:
        async with backend.journal.begin() as unit:
            await enter(unit, request("key", cash, ref(opened)))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await failing()
    assert await _known(backend, "key") == {}
    (posted,) = await post(backend, request("key", cash, ref(opened)))
    assert (posted.entry.row, posted.entry.postings[1].balance_minor) == (1, -1000)


async def test_two_batches_have_the_head_one_after_the_other(backend: Backend) -> None:
    """Scenario: a batch is under way; another begins, over other accounts.

    Outcome: it waits for the head, and its entries are numbered after those of the first.
    """
    one, other = await committed_account(backend), await committed_account(backend)
    cash, cash_2 = await till(backend), await backend.directory.till("2", "EUR")
    assert cash_2 is not None
    async with backend.journal.begin() as unit:
        (first,) = await enter(unit, request("1", cash, ref(one)))
        task = asyncio.create_task(post(backend, request("2", cash_2, ref(other))))
        assert await waits(task)
    (second,) = await ended(task)
    assert (first.entry.row, second.entry.row) == (1, 2)


async def test_the_next_batch_knows_the_keys_of_the_one_that_it_waited_for(
    backend: Backend,
) -> None:
    """Scenario: the same request is in two batches, of two processes, at a time.

    Outcome: the second batch sees the key as soon as it has the head.
    """
    opened, cash = await committed_account(backend), await till(backend)
    async with backend.journal.begin() as unit:
        await enter(unit, request("key", cash, ref(opened)))
        task = asyncio.create_task(_known(backend, "key"))
        assert await waits(task)
    assert set(await ended(task)) == {"key"}


@pytest.mark.parametrize("key_is_id", [True, False])
async def test_a_posted_key_stands_for_its_entry(backend: Backend, *, key_is_id: bool) -> None:
    opened, cash = await committed_account(backend, overdraft_minor=70), await till(backend)
    wanted = request("key", cash, ref(opened), key_is_id=key_is_id, value_date=date(2026, 11, 1))
    (posted,) = await post(backend, wanted)
    known = (await _known(backend, "key", "other"))["key"]
    public = named("key") if key_is_id else posted.entry.id
    assert known == Known(wanted.digest, posted.audit_event, Posted(public, posted.entry))
    assert posted.entry.postings[1].available_minor == 1070


async def test_what_is_taken_for_new_is_found_when_it_is_asked_for(backend: Backend) -> None:
    """Scenario: of two keys that are taken for new one stands for an entry, one for a refusal.

    Outcome: at first only the refusal is known; asked for, the entry is; written again, it fails.
    """
    opened, cash = await committed_account(backend), await till(backend)
    (posted,) = await post(backend, request("entry", cash, ref(opened)))
    await _record(backend, Recording(records=[REFUSED], events=[event("event")]))
    taken = [named("entry"), REFUSED.key]

    async def guess() -> None:
        async with backend.journal.begin() as unit:
            accounts = sorted([cash.row, opened.row])
            loaded = await unit.load(Wanted([], accounts, taken_for_new=taken), NOW)
            under = await unit.entries_under([*taken, named("neither")])
            assert (set(loaded.known), set(under)) == ({REFUSED.key}, {named("entry")})
            assert under[named("entry")].audit_event == posted.audit_event
            await unit.record(loaded.head, Recording(entries=[posted]))

    with pytest.raises(TransientFault):
        await guess()


async def test_a_refused_key_stands_for_its_refusal(backend: Backend) -> None:
    await _record(backend, Recording(records=[REFUSED], events=[event("event")]))
    known = (await _known(backend, "key"))["key"]
    assert isinstance(known.outcome, Refused)
    refusal = known.outcome.refusal
    assert (known.digest, known.audit_event) == (REFUSED.digest, REFUSED.audit_event)
    assert type(refusal) is InsufficientFunds
    assert (refusal.detail, refusal.context) == ("It does not cover it.", {"row": 7})
    assert (refusal.recorded, refusal.replayed, known.outcome.replayed) == (True, False, False)


async def test_the_key_of_a_bulk_stands_for_no_outcome_of_its_own(backend: Backend) -> None:
    done = replace(REFUSED, outcome=Outcome.DONE, code=None, detail=None, context={})
    await _record(backend, Recording(records=[replace(done, object_id=named("bulk"))]))
    assert await _known(backend, "key") == {"key": Known(done.digest, done.audit_event, None)}


async def test_what_a_batch_records_others_find(backend: Backend) -> None:
    await _record(backend, Recording(records=[REFUSED], events=[event("event")]))
    async with backend.unit(read_only=True) as unit:
        assert await unit.records.find(named("key")) == REFUSED


async def test_a_key_that_is_claimed_meanwhile_makes_the_batch_repeat(backend: Backend) -> None:
    """Scenario: a command claims a key and commits while a batch that refuses it is under way.

    Outcome: the batch fails as one that may be repeated, whole, and then knows the key.
    """
    opened, cash = await committed_account(backend), await till(backend)

    async def batch() -> None:
        async with backend.journal.begin() as unit:
            await enter(unit, request("deposit", cash, ref(opened)))
            loaded = Recording(records=[REFUSED])
            await unit.record((await unit.load(Wanted([], []), NOW)).head, loaded)

    async with backend.unit() as command:
        await command.records.claim(replace(REFUSED, digest=b"f" * 16))
        task = asyncio.create_task(batch())
        assert await waits(task)
        await command.work.commit()
    with pytest.raises(TransientFault):
        await ended(task)
    assert set(await _known(backend, "key", "deposit")) == {"key"}


async def test_a_balance_that_moved_under_the_lock_makes_the_batch_repeat(
    backend: Backend,
) -> None:
    """Scenario: another entry is recorded over the balances that one has moved already.

    Outcome: the batch fails as one that may be repeated, and leaves nothing.
    """
    opened, cash = await committed_account(backend), await till(backend)

    async def batch() -> None:
        async with backend.journal.begin() as unit:
            ((entry, _, act),) = await enter(unit, request("key", cash, ref(opened)))
            stale = Recorded(
                entry._replace(row=RowId(entry.row + 1)), request("other", cash, ref(opened)), act
            )
            await unit.record(
                LedgerHead(stale.entry.row, NOW, entry.booking_date), Recording([stale])
            )

    with pytest.raises(TransientFault, match="balance moved under"):
        await batch()
    assert await _known(backend, "key", "other") == {}


async def test_a_large_batch_is_recorded_whole(backend: Backend) -> None:
    opened, cash = await committed_account(backend), await till(backend)
    wanted = [
        request(str(number), cash, ref(opened), reference=f"no. {number}", key_is_id=True)
        for number in range(1200)
    ]
    posted = await post(backend, *wanted)
    assert [each.entry.row for each in posted] == list(range(1, 1201))
    known = await _known(backend, *map(str, range(1200)))
    assert {each.outcome for each in known.values()} == {_outcome(each) for each in posted}
    async with backend.unit(read_only=True) as unit:
        view = await unit.entries.find(named("1199"))
        found = await unit.accounts.find(ref(opened))
    assert view is not None
    assert found is not None
    assert (view.reference, found.balance_minor) == ("no. 1199", 1_200_000)


def _outcome(recorded: Recorded) -> Posted:
    return Posted(recorded.request.key, recorded.entry)


async def test_a_posting_unit_within_a_unit_of_work_stands_and_falls_with_it(
    backend: Backend,
) -> None:
    opened, cash = await committed_account(backend), await till(backend)
    for commits in (False, True):
        async with backend.unit() as unit:
            await enter(unit.posting, request("key", cash, ref(opened)))
            await unit.records.claim(replace(REFUSED, key=named("beside")))
            if commits:
                await unit.work.commit()
        assert len(await _known(backend, "key", "beside")) == (2 if commits else 0)


async def test_times_come_back_in_utc(backend: Backend) -> None:
    opened, cash = await committed_account(backend), await till(backend)
    await post(backend, request("key", cash, ref(opened)))
    async with backend.journal.begin() as unit:
        head = (await unit.load(Wanted([], []), NOW)).head
    assert head.last_recorded_at.utcoffset() == NOW.astimezone(UTC).utcoffset()
