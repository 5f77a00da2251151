from datetime import timedelta

from tests.contracts.accounts import committed_account, ref, till
from tests.contracts.backend import NOW, TODAY, Backend, Unit
from tests.contracts.postings import post, request

from bank.application.ports.account_directory import AccountRef
from bank.application.posting.journal import Loaded, Wanted
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import RowId
from bank.domain.ledger.limit_changes import AgreedLimits, LimitPlace
from bank.domain.ledger.limits import LimitKind

LATER = NOW + timedelta(hours=1)
PRODUCT = LimitPlace("EUR", product="current")


async def agreed(
    unit: Unit, place: LimitPlace, kind: LimitKind, amount_minor: int | None
) -> AgreedLimits:
    moment = await unit.limits.begin(NOW)
    return await unit.limits.add(place, {kind: amount_minor}, moment, moment)


def place_of(account: CustomerAccount) -> LimitPlace:
    return LimitPlace("EUR", account=account.row)


async def loaded(backend: Backend, *accounts: CustomerAccount) -> Loaded:
    async with backend.journal.begin() as unit:
        return await unit.load(Wanted([], sorted(each.row for each in accounts)), LATER)


async def test_a_change_is_later_than_all_that_was_decided_before(backend: Backend) -> None:
    account = await committed_account(backend)
    await post(backend, request("paid in", await till(backend), ref(account)), now=LATER)
    async with backend.unit() as unit:
        first = await unit.limits.begin(NOW)
        second = await unit.limits.begin(NOW)
        assert LATER < first < second
        await unit.work.commit()
    assert (await loaded(backend)).head.last_recorded_at == second


async def test_batches_see_the_limits_of_products_once_they_are_committed(
    backend: Backend,
) -> None:
    account = await committed_account(backend)
    assert not (await loaded(backend, account)).rules.of_products
    async with backend.unit() as unit:
        await agreed(unit, PRODUCT, LimitKind.DAILY_OUT, 500)
        await unit.work.commit()
    (first,) = (await loaded(backend, account)).rules.of_products["current", "EUR"]
    assert (first.kind, first.amount_minor) == (LimitKind.DAILY_OUT, 500)
    async with backend.unit() as unit:
        await agreed(unit, PRODUCT, LimitKind.DAILY_OUT, None)
    assert (await loaded(backend, account)).rules.of_products == {("current", "EUR"): [first]}
    async with backend.unit() as unit:
        await agreed(unit, PRODUCT, LimitKind.DAILY_OUT, None)
        await unit.work.commit()
    rules = (await loaded(backend, account)).rules.of_products["current", "EUR"]
    assert rules[-1].amount_minor is None, "what was superseded may be there, and need not"


async def test_batches_see_the_limits_of_their_own_accounts(backend: Backend) -> None:
    limited, other = await committed_account(backend), await committed_account(backend)
    async with backend.unit() as unit:
        await agreed(unit, place_of(limited), LimitKind.PER_TRANSFER, 500)
        await unit.work.commit()
    rules = (await loaded(backend, limited, other)).rules.of_accounts
    assert {row: [rule.amount_minor for rule in of] for row, of in rules.items()} == {
        limited.row: [500]
    }


async def test_what_was_agreed_in_one_act_is_found_by_any_of_its_rules(backend: Backend) -> None:
    account = await committed_account(backend)
    async with backend.unit() as unit:
        moment = await unit.limits.begin(NOW)
        amounts = {LimitKind.DAILY_IN: 3, LimitKind.OVERDRAFT: None}
        together = await unit.limits.add(place_of(account), amounts, LATER, moment)
        other = await agreed(unit, PRODUCT, LimitKind.DAILY_IN, 7)
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        for rule in together.rules:
            assert await unit.limits.agreed(RowId(rule.row)) == together
        assert await unit.limits.agreed(RowId(other.rules[0].row)) == other
        assert await unit.limits.agreed(RowId(1 << 40)) is None
    assert (together.account_id, other.account_id) == (account.id, None)
    assert [(rule.kind, rule.amount_minor) for rule in together.rules] == [
        (LimitKind.OVERDRAFT, None),
        (LimitKind.DAILY_IN, 3),
    ]
    assert {rule.effective_from for rule in together.rules} == {LATER}


async def test_the_history_of_a_place_is_read_back_from_its_last_rule(backend: Backend) -> None:
    account = await committed_account(backend)
    async with backend.unit() as unit:
        for amount_minor in (1, 2, 3):
            await agreed(unit, place_of(account), LimitKind.DAILY_OUT, amount_minor)
        await agreed(unit, PRODUCT, LimitKind.DAILY_OUT, 4)
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        first = await unit.limits.history(place_of(account), before=None, limit=2)
        rest = await unit.limits.history(
            place_of(account), before=RowId(first[-1].rule.row), limit=2
        )
        of_product = await unit.limits.history(PRODUCT, before=None, limit=9)
        of_others = await unit.limits.history(
            LimitPlace("JPY", product="current"), before=None, limit=9
        )
    assert [each.rule.amount_minor for each in (*first, *rest)] == [3, 2, 1]
    assert [each.rule.amount_minor for each in of_product] == [4]
    assert not of_others


async def test_an_account_is_read_with_all_that_limits_it(backend: Backend) -> None:
    account = await committed_account(backend, overdraft_minor=50)
    await post(backend, request("paid in", await till(backend), ref(account), amount_minor=700))
    async with backend.unit() as unit:
        await agreed(unit, place_of(account), LimitKind.DAILY_OUT, 1)
        await agreed(unit, PRODUCT, LimitKind.DAILY_IN, 2)
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        found = await unit.limits.limited(ref(account), NOW)
        stranger = AccountRef(account.row, ref(account).opened_ms + 1)
        assert await unit.limits.limited(stranger, NOW) is None
    assert found is not None
    assert found.head.booking_date == TODAY
    assert (found.account.shown_minor, found.account.overdraft_minor) == (700, 50)
    assert found.account.turnover(TODAY).day_in_minor == 700
    assert [rule.amount_minor for rule in found.of_account] == [1]
    assert [rule.amount_minor for rule in found.of_product] == [2]


async def test_an_account_shows_the_overdraft_in_force(backend: Backend) -> None:
    account = await committed_account(backend, overdraft_minor=50)
    shown = []
    for amount_minor, later in ((80, None), (90, LATER), (None, None)):
        async with backend.unit() as unit:
            moment = await unit.limits.begin(NOW)
            amounts = {LimitKind.OVERDRAFT: amount_minor}
            await unit.limits.add(place_of(account), amounts, later or moment, moment)
            await unit.work.commit()
        async with backend.unit(read_only=True) as unit:
            found = await unit.accounts.find(ref(account))
            assert found is not None
            shown.append(found.overdraft_minor)
    assert shown == [80, 80, 50]
