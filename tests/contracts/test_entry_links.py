"""How entries are found outside a unit, and what they are linked with."""

from dataclasses import replace
from datetime import UTC, timedelta

from tests.contracts.accounts import committed_account, ref, till
from tests.contracts.backend import EUR, NOW, Backend, named
from tests.contracts.postings import post, request

from bank.application.holds.stored_holds import ref_of
from bank.application.posting.journal import Recorded, Recording, Wanted
from bank.domain.identifiers import public_id
from bank.domain.ledger import decision
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.requests import Captured, HoldRequest, Leg, Reversed
from bank.domain.ledger.state import LedgerState


async def test_an_entry_is_found_by_the_banks_id_and_by_the_clients(backend: Backend) -> None:
    cash, account = await till(backend), await committed_account(backend)
    bank_made = request("one", cash, ref(account))
    chosen = request("two", cash, ref(account), key_is_id=True)
    first, second = await post(backend, bank_made, chosen)
    for recorded, name in ((first, first.entry.id), (second, chosen.key)):
        found = await backend.entry_directory.find(name)
        assert found is not None
        assert found.row == recorded.entry.row
        assert found.legs == recorded.request.legs
        assert found.terms == {("current", 1)}
        assert await backend.entry_directory.maker_of(found) == "a" * 32
        unknown = replace(found, audit_event=named("nothing"))
        assert await backend.entry_directory.maker_of(unknown) is None
    for stranger in (
        named("nobody"),
        bank_made.key,
        second.entry.id,
        public_id(first.entry.recorded_at, 1 << 40),
    ):
        assert await backend.entry_directory.find(stranger) is None


async def test_an_entry_and_its_reversal_name_each_other(backend: Backend) -> None:
    cash, account = await till(backend), await committed_account(backend)
    paid_in = request("in", cash, ref(account), key_is_id=True)
    (first,) = await post(backend, paid_in)
    back = request("back", ref(account), cash, kind=EntryKind.REVERSAL)
    (second,) = await post(backend, back._replace(reverses=Reversed(first.entry.row, False)))
    async with backend.unit(read_only=True) as unit:
        original = await unit.entries.find(paid_in.key)
        reversal = await unit.entries.find(second.entry.id)
    assert original is not None
    assert reversal is not None
    assert (original.reverses, original.reversed_by) == (None, second.entry.id)
    assert (reversal.reverses, reversal.reversed_by) == (paid_in.key, None)
    assert (original.hold, reversal.hold) == (None, None)


async def test_a_capture_names_its_hold(backend: Backend) -> None:
    cash, account = await till(backend), await committed_account(backend)
    await post(backend, request("in", cash, ref(account)))
    async with backend.journal.begin() as unit:
        loaded = await unit.load(Wanted([], [account.row]), NOW)
        leg = Leg(*ref(account), 10, EUR.code)
        asked = HoldRequest(named("hold"), bytes(16), leg, NOW + timedelta(hours=1))
        state = LedgerState(loaded.head, loaded.accounts, UTC)
        hold = decision.place(asked, state, named("event of the hold"))
        await unit.record(loaded.head, Recording(holds={hold.row: hold}, placed={hold.row: None}))
    async with backend.journal.begin() as unit:
        rows = sorted([account.row, cash.row])
        loaded = await unit.load(Wanted([], rows, [hold.row]), NOW)
        state = LedgerState(loaded.head, loaded.accounts, UTC, loaded.holds)
        wanted = request("capture", ref(account), cash, amount_minor=10, kind=EntryKind.CAPTURE)
        wanted = wanted._replace(captures=Captured(ref_of(hold), True, may_pay_bank=True))
        entry = decision.post(wanted, state)
        recorded = Recorded(entry, wanted, named("event of the capture"))
        await unit.record(loaded.head, Recording(entries=[recorded], holds=state.holds))
    async with backend.unit(read_only=True) as reading:
        found = await reading.entries.find(entry.id)
    assert found is not None
    assert found.hold == hold.id
