"""How holds are read, and what every backend keeps of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.contracts.accounts import committed_account, ref, till
from tests.contracts.backend import EUR, NOW, Backend, named
from tests.contracts.postings import event

from bank.application.holds.stored_holds import HoldView, ref_of
from bank.application.ports.data_keys import DataKeyPurpose
from bank.application.posting.journal import Recorded, Recording, Wanted
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger import decision
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.holds import Hold, HoldStatus
from bank.domain.ledger.requests import (
    Captured,
    HoldRequest,
    Leg,
    PostingRequest,
    ReleaseRequest,
)
from bank.domain.ledger.state import LedgerState

HOUR = timedelta(hours=1)


async def _place(
    backend: Backend, account: CustomerAccount, key: str, *, hours: int = 1, at: datetime = NOW
) -> Hold:
    """Place a hold of ten, in a batch of its own."""
    async with backend.journal.begin() as unit:
        loaded = await unit.load(Wanted([], [account.row]), at)
        loaded.head.advance(at, UTC)
        state = LedgerState(loaded.head, loaded.accounts, UTC)
        request = HoldRequest(
            named(key), bytes(16), Leg(*ref(account), 10, EUR.code), at + hours * HOUR, key
        )
        hold = decision.place(request, state, named(f"event of {key}"))
        recording = Recording(
            holds={hold.row: hold},
            placed={hold.row: key},
            events=[event(f"event of {key}", action="hold.place")],
        )
        await unit.record(loaded.head, recording)
    return hold


async def test_who_placed_a_hold_is_in_its_audit_event(backend: Backend) -> None:
    opened = await committed_account(backend, overdraft_minor=100)
    hold = await _place(backend, opened, "hotel")
    assert await backend.hold_directory.maker_of(hold) == "a" * 32
    unknown = replace(hold, audit_event=named("nothing"))
    assert await backend.hold_directory.maker_of(unknown) is None


async def test_free_text_of_a_hold_is_gone_with_the_key_of_its_month(backend: Backend) -> None:
    opened = await committed_account(backend, overdraft_minor=100)
    hold = await _place(backend, opened, "hotel")
    await _release(backend, hold)
    for over_at, text in ((NOW, "hotel"), (NOW + timedelta(days=31), None)):
        async with backend.unit() as unit:
            await unit.data_keys.destroy_months(DataKeyPurpose.REFERENCE, over_at=over_at)
            await unit.work.commit()
        backend.clock.move(24 * HOUR)  # what had it open lets it go in time
        async with backend.unit(read_only=True) as unit:
            view = await unit.holds.find(hold.id, NOW)
        assert view is not None
        assert view.reference == text


async def _release(backend: Backend, hold: Hold) -> None:
    async with backend.journal.begin() as unit:
        loaded = await unit.load(Wanted([], [hold.account], [hold.row]), NOW)
        state = LedgerState(loaded.head, loaded.accounts, UTC, loaded.holds)
        released = decision.release(
            ReleaseRequest(named("release"), bytes(16), ref_of(hold)), state
        )
        await unit.record(loaded.head, Recording(holds={hold.row: released}))


async def _capture(backend: Backend, hold: Hold, amount_minor: int) -> Recorded:
    """Capture a part to the main till."""
    cash = await till(backend)
    async with backend.journal.begin() as unit:
        rows = sorted([hold.account, cash.row])
        loaded = await unit.load(Wanted([], rows, [hold.row]), NOW)
        state = LedgerState(loaded.head, loaded.accounts, UTC, loaded.holds)
        request = PostingRequest(
            key=named(f"capture of {amount_minor}"),
            key_is_id=False,
            digest=bytes(16),
            kind=EntryKind.CAPTURE,
            legs=(
                Leg(hold.account, hold.opened_ms, amount_minor, EUR.code),
                Leg(*cash, -amount_minor, EUR.code),
            ),
            captures=Captured(ref_of(hold), final=False, may_pay_bank=True),
        )
        recorded = Recorded(decision.post(request, state), request, named("capture"))
        recording = Recording(entries=[recorded], holds={hold.row: state.holds[hold.row]})
        await unit.record(loaded.head, recording)
    return recorded


async def _listed(
    backend: Backend, account: CustomerAccount, at: datetime, status: HoldStatus | None = None
) -> Sequence[HoldView]:
    async with backend.unit(read_only=True) as unit:
        return await unit.holds.of_account(ref(account), at, status=status, before=None, limit=9)


async def test_a_hold_is_read_as_it_was_placed(backend: Backend) -> None:
    opened = await committed_account(backend, overdraft_minor=100)
    hold = await _place(backend, opened, "hotel")
    async with backend.unit(read_only=True) as unit:
        view = await unit.holds.find(hold.id, NOW)
        found = await unit.accounts.find(ref(opened))
        assert await unit.holds.find(opened.id, NOW) is None
        assert await unit.holds.find(named("no hold"), NOW) is None
    assert view == HoldView(hold=hold, reference="hotel", captures=())
    assert found is not None
    assert (found.held_minor, found.available_minor) == (10, 90)
    assert await backend.hold_directory.find(hold.id) == hold
    assert await backend.hold_directory.find(opened.id) is None


async def test_the_next_batch_decides_over_the_holds_that_it_asks_for(backend: Backend) -> None:
    opened = await committed_account(backend, overdraft_minor=100)
    hold = await _place(backend, opened, "hotel")
    async with backend.journal.begin() as unit:
        loaded = await unit.load(Wanted([], [opened.row], [hold.row]), NOW)
    assert loaded.holds == {hold.row: hold}
    assert not loaded.due
    assert loaded.accounts[opened.row].holds_expire_at == hold.expires_at
    assert loaded.head.last_hold == hold.row


async def test_all_active_holds_of_an_account_are_due_when_one_may_have_expired(
    backend: Backend,
) -> None:
    opened, other = (
        await committed_account(backend, overdraft_minor=100),
        await committed_account(backend, overdraft_minor=100),
    )
    soon = await _place(backend, opened, "soon")
    late = await _place(backend, opened, "late", hours=5)
    over = await _place(backend, opened, "over")
    await _release(backend, over)
    await _place(backend, other, "other", hours=9)
    async with backend.journal.begin() as unit:
        rows = sorted([opened.row, other.row])
        loaded = await unit.load(Wanted([], rows), soon.expires_at)
    assert loaded.due == {opened.row: [soon, late]}


async def test_holds_are_listed_as_they_stand_at_the_moment(backend: Backend) -> None:
    opened = await committed_account(backend, overdraft_minor=100)
    soon = await _place(backend, opened, "soon")
    late = await _place(backend, opened, "late", hours=5)
    gone = await _place(backend, opened, "gone", hours=5)
    await _release(backend, gone)
    at = NOW + 2 * HOUR
    assert [view.hold.row for view in await _listed(backend, opened, at)] == [
        gone.row,
        late.row,
        soon.row,
    ]
    for status, rows in (
        (HoldStatus.ACTIVE, [late.row]),
        (HoldStatus.EXPIRED, [soon.row]),
        (HoldStatus.RELEASED, [gone.row]),
        (HoldStatus.CAPTURED, []),
    ):
        views = await _listed(backend, opened, at, status)
        assert [view.hold.row for view in views] == rows
        assert all(view.hold.status is status for view in views)
    overdue = await backend.hold_directory.overdue(at, 9)
    assert [hold.row for hold in overdue] == [soon.row]


async def test_what_is_held_of_a_limited_account_is_without_what_has_expired(
    backend: Backend,
) -> None:
    opened = await committed_account(backend, overdraft_minor=100)
    await _place(backend, opened, "soon")
    late = await _place(backend, opened, "late", hours=5)
    await _capture(backend, late, 4)
    for at, held_minor in (
        (NOW, 16),
        (NOW + HOUR, 6),
        (NOW + 4 * HOUR, 6),
        (NOW + 5 * HOUR, 0),
    ):
        async with backend.unit(read_only=True) as unit:
            found = await unit.limits.limited(ref(opened), at)
        assert found is not None
        assert found.account.held_minor == held_minor, at


async def test_a_hold_names_the_entries_that_captured_it(backend: Backend) -> None:
    opened = await committed_account(backend, overdraft_minor=100)
    hold = await _place(backend, opened, "hotel")
    captures = [await _capture(backend, hold, amount) for amount in (3, 4)]
    async with backend.unit(read_only=True) as unit:
        view = await unit.holds.find(hold.id, NOW)
        found = await unit.accounts.find(ref(opened))
    assert view is not None
    assert found is not None
    assert view.captures == tuple(recorded.entry.id for recorded in captures)
    assert (view.hold.captured_minor, view.hold.held_minor) == (7, 3)
    assert (found.balance_minor, found.held_minor) == (-7, 3)


async def test_an_account_shows_nothing_held_by_what_has_expired(backend: Backend) -> None:
    account = await committed_account(backend, overdraft_minor=100)
    await _place(backend, account, "over", at=NOW - HOUR)
    await _place(backend, account, "over as well", at=NOW - HOUR)
    await _place(backend, account, "lasting", at=NOW - HOUR, hours=2)
    async with backend.unit(read_only=True) as unit:
        found = await unit.accounts.find(ref(account))
        listed = await unit.accounts.of_customer(account.owner_id, after=None, limit=5)
    assert found is not None
    assert (found.held_minor, found.available_minor) == (10, 90)
    assert list(listed) == [found]
