"""How every journal is read, and what every backend's books answer."""

from datetime import timedelta
from uuid import UUID

from tests.contracts.accounts import committed_account, ref, till
from tests.contracts.backend import CURRENCIES, NOW, TODAY, Backend, named
from tests.contracts.postings import post, request

from bank.application.ledger.books import (
    CheckStep,
    Finding,
    InternalAccountView,
    TrialBalanceLine,
)
from bank.application.ledger.proofs import Proof
from bank.application.ports.account_directory import AccountRef
from bank.application.ports.data_keys import DataKeyPurpose
from bank.application.ports.entries import EntryFilter, Numbers
from bank.application.posting.journal import Recording, Wanted
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import public_id, public_id_at
from bank.domain.ledger.accounts import AccountKind
from bank.domain.ledger.entries import EntryKind

DAY = timedelta(days=1)


async def _three_days(backend: Backend) -> CustomerAccount:
    """Deposit, withdraw and deposit again, a day apart."""
    opened, cash = await committed_account(backend), await till(backend)
    await post(backend, request("1", cash, ref(opened), reference="rent"))
    withdrawal = request("2", ref(opened), cash, amount_minor=400, kind=EntryKind.WITHDRAWAL)
    await post(backend, withdrawal, now=NOW + DAY)
    await post(backend, request("3", cash, ref(opened), key_is_id=True), now=NOW + 2 * DAY)
    return opened


async def test_an_entry_is_read_as_it_was_posted(backend: Backend) -> None:
    opened, cash = await committed_account(backend), await till(backend)
    wanted = request("1", cash, ref(opened), reference="rent", value_date=TODAY - 2 * DAY)
    (posted,) = await post(backend, wanted)
    async with backend.unit(read_only=True) as unit:
        view = await unit.entries.find(posted.entry.id)
    assert view is not None
    entry = posted.entry
    assert (view.id, view.kind, view.reference) == (entry.id, EntryKind.DEPOSIT, "rent")
    assert (view.recorded_at, view.booking_date) == (NOW, TODAY)
    assert (view.value_date, view.postings) == (TODAY - 2 * DAY, entry.postings)
    assert view.audit_event == posted.audit_event


async def test_free_text_is_gone_with_the_key_of_its_month_and_the_entry_stays(
    backend: Backend,
) -> None:
    opened, cash = await committed_account(backend), await till(backend)
    written = {"early": NOW, "late": NOW + 31 * DAY}
    for name, at in written.items():
        await post(backend, request(name, cash, ref(opened), reference=name), now=at)
    assert await _texts(backend, opened) == ["late", "early"]
    async with backend.unit() as unit:
        destroyed = await unit.data_keys.destroy_months(
            DataKeyPurpose.REFERENCE, over_at=written["late"]
        )
        await unit.work.commit()
    assert destroyed == 1
    backend.clock.move(DAY)  # what had it open lets it go in time
    assert await _texts(backend, opened) == ["late", None]


async def test_without_free_text_there_is_no_key_to_destroy(backend: Backend) -> None:
    opened, cash = await committed_account(backend), await till(backend)
    await post(backend, request("plain", cash, ref(opened)))
    async with backend.unit() as unit:
        over_at = NOW + 31 * DAY
        assert not await unit.data_keys.destroy_months(DataKeyPurpose.REFERENCE, over_at=over_at)


async def _texts(backend: Backend, account: CustomerAccount) -> list[str | None]:
    async with backend.unit(read_only=True) as unit:
        page = await unit.entries.of_account(ref(account), EntryFilter(), Numbers(), limit=9)
    return [view.reference for _, view in page.entries]


async def test_an_entry_with_a_chosen_id_is_found_by_it(backend: Backend) -> None:
    await _three_days(backend)
    async with backend.unit(read_only=True) as unit:
        view = await unit.entries.find(named("3"))
        assert view is not None
        assert (view.id, view.reference) == (named("3"), None)
        assert await unit.entries.find(named("1")) is None
        assert await unit.entries.find(named("nothing")) is None


async def test_a_row_without_its_millisecond_names_no_entry(backend: Backend) -> None:
    opened, cash = await committed_account(backend), await till(backend)
    (posted,) = await post(backend, request("1", cash, ref(opened)))
    guess = public_id(NOW + timedelta(milliseconds=1), posted.entry.row)
    async with backend.unit(read_only=True) as unit:
        assert await unit.entries.find(guess) is None


async def test_the_banks_own_accounts_come_in_pages(backend: Backend) -> None:
    opened, cash = await committed_account(backend), await till(backend)
    await post(backend, request("1", cash, ref(opened)))
    async with backend.unit(read_only=True) as unit:
        whole = await unit.books.internal_accounts(after=None, limit=50)
        seen: list[InternalAccountView] = []
        after = None
        while page := await unit.books.internal_accounts(after=after, limit=4):
            seen += page
            after = f"{page[-1].position}~{page[-1].currency}"
    assert seen == list(whole)
    assert len(whole) == 6 * len(CURRENCIES)
    (ours,) = (each for each in whole if each.id == public_id_of(cash))
    assert (ours.gl_code, ours.kind, ours.position) == ("1010", AccountKind.ASSET, "cash/main")
    assert (ours.currency, ours.branch, ours.balance_minor) == ("EUR", "main", 1000)


def public_id_of(account: AccountRef) -> UUID:
    return public_id_at(account.opened_ms, account.row)


async def test_the_trial_balance_sums_by_code_and_currency(backend: Backend) -> None:
    opened = await _three_days(backend)
    await committed_account(backend)
    async with backend.unit(read_only=True) as unit:
        lines = await unit.books.trial_balance()
    found = {(line.gl_code, line.currency): line for line in lines}
    assert found["1010", "EUR"] == TrialBalanceLine(
        gl_code="1010", kind=AccountKind.ASSET, currency="EUR", accounts=2, balance_minor=1600
    )
    assert found["2100", "EUR"] == TrialBalanceLine(
        gl_code="2100", kind=AccountKind.LIABILITY, currency="EUR", accounts=2, balance_minor=-1600
    )
    assert found["4010", "JPY"].balance_minor == 0
    assert sum(line.balance_minor for line in lines) == 0
    assert opened.currency.code == "EUR"


async def test_a_sound_ledger_is_found_sound(backend: Backend) -> None:
    await _three_days(backend)
    async with backend.unit(read_only=True) as unit:
        steps: list[CheckStep] = [step async for step in unit.books.check()]
    assert sorted(step.check for step in steps) == sorted(Proof)
    assert [step.finding for step in steps if step.finding] == []


async def test_the_first_offender_is_named_and_all_are_counted(backend: Backend) -> None:
    opened, cash = await committed_account(backend), await till(backend)
    await post(backend, request("1", cash, ref(opened)))
    async with backend.journal.begin() as unit:
        loaded = await unit.load(Wanted([], [opened.row]), NOW)
        loaded.head.last_entry += 7
        await unit.record(loaded.head, Recording())
    async with backend.unit(read_only=True) as unit_:
        steps = [step async for step in unit_.books.check()]
    finding = Finding(Proof.HEAD_AT_LAST_ENTRY, "entry 1", 1)
    assert [step.finding for step in steps if step.finding] == [finding]
