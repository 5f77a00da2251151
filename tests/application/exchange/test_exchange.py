import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import pytest
from tests.application.scene import (
    EUR,
    OPENED_AT,
    QUOTES,
    SERVICE,
    TELLER,
    Desk,
    actor,
    holder_of,
)

from bank.application.accounts.block_account import AccountBlocking, BlockAccount
from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.exchange.post_exchange import ExchangeOrder, PostExchange
from bank.application.exchange.quote_exchange import (
    GetQuote,
    QuoteById,
    QuoteExchange,
    QuoteOrder,
)
from bank.application.ledger.read_ledger import CheckLedger, LedgerCheck
from bank.application.limits.set_limits import LimitsOfAccount, SetLimits
from bank.application.pipeline.payees import PayeeCannotReceive
from bank.application.ports.authorizer import ActionForbidden
from bank.application.transfers.read_transfers import GetTransfer, TransferById
from bank.domain.chart_of_accounts import STRIPE
from bank.domain.customer_accounts import BlockReason, CustomerAccount
from bank.domain.exchange import (
    AmountTooSmallToExchange,
    Quote,
    QuoteNotFound,
    RateNotAvailable,
    SameCurrency,
)
from bank.domain.identifiers import public_id_at, row_of
from bank.domain.ledger.accounts import Block
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.limits import LimitExceeded, LimitKind
from bank.domain.ledger.refusals import (
    AccountBlocked,
    AccountNotFound,
    AmountNotPositive,
    CurrencyMismatch,
    IdempotencyKeyReused,
    InsufficientFunds,
    QuoteExpired,
)
from bank.domain.money import CURRENCIES, Money
from bank.domain.refusals import Refusal

JPY = CURRENCIES["JPY"]
AUDITOR = actor("auditor")


async def yen_account(desk: Desk, owner: UUID | None = None) -> CustomerAccount:
    """Open an account in yen."""
    customer = owner or (await desk.customer()).id
    new = NewAccount(customer_id=customer, product="current", currency=JPY)
    opened: CustomerAccount = (await desk.ask(OpenAccount, new)).result
    return opened


def wanted(payer: CustomerAccount, payee: CustomerAccount, amount: Money) -> QuoteOrder:
    return QuoteOrder(debit=str(payer.id), credit=str(payee.id), amount=amount)


async def quoted(
    desk: Desk, payer: CustomerAccount, payee: CustomerAccount, amount: Money, **given: Any
) -> Quote:
    quote: Quote = (await desk.ask(QuoteExchange, wanted(payer, payee, amount), **given)).result
    return quote


async def no_findings(desk: Desk) -> bool:
    """Whether the books are right, and balance in each currency."""
    sums = {"EUR": 0, "JPY": 0}
    for row in desk.bank.store.committed.ledger_accounts.values():
        sums[row.currency] += row.balance_minor
    findings = (await desk.ask(CheckLedger, LedgerCheck(), AUDITOR)).result
    return not findings and sums == {"EUR": 0, "JPY": 0}


def position(desk: Desk, code: str) -> int:
    """Give what the bank has in a currency through exchanges."""
    rows = desk.internal_accounts(code)
    stripes = [each for each in rows if str(each.position).partition(STRIPE)[0] == "fx-position"]
    return sum(each.shown_minor for each in stripes)


async def test_an_exact_debit_is_credited_rounded_down(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=10_000), await yen_account(desk)
    quote = await quoted(desk, payer, payee, Money(1_234, EUR))
    assert (quote.debit, quote.credit) == (Money(1_234, EUR), Money(2_003, JPY))
    assert quote.rate == Decimal("162.384")
    assert quote.expires_at == OPENED_AT + QUOTES.lifetime
    done = await desk.ask(PostExchange, ExchangeOrder(quote=quote.id, reference="trip"))
    entry = done.result.posting.entry
    assert (done.result.posting.id, entry.kind) == (quote.id, EntryKind.EXCHANGE)
    assert [each.amount_minor for each in entry.postings] == [1_234, -1_234, 2_003, -2_003]
    assert (desk.balance_minor(payer), desk.balance_minor(payee)) == (8_766, 2_003)
    assert (position(desk, "EUR"), position(desk, "JPY")) == (-1_234, 2_003)
    assert await no_findings(desk)
    read = (await desk.ask(GetTransfer, TransferById(quote.id))).result
    assert (read.reference, read.postings) == ("trip", entry.postings)


async def test_an_exact_credit_is_debited_rounded_up(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=10_000), await yen_account(desk)
    quote = await quoted(desk, payer, payee, Money(2_003, JPY))
    assert (quote.debit, quote.credit) == (Money(1_234, EUR), Money(2_003, JPY))
    await desk.ask(PostExchange, ExchangeOrder(quote=quote.id))
    assert (desk.balance_minor(payer), desk.balance_minor(payee)) == (8_766, 2_003)


async def test_the_id_of_a_quote_is_never_read_as_one_of_a_row(desk: Desk) -> None:
    payer, payee = await desk.account(), await yen_account(desk)
    ids = {(await quoted(desk, payer, payee, Money(100, EUR))).id for _ in range(20)}
    assert len(ids) == 20
    assert {row_of(each) for each in ids} == {None}
    assert {each.version for each in ids} == {4}


async def test_a_quote_is_refused_in_its_order(desk: Desk) -> None:
    payer, payee = await desk.account(), await yen_account(desk)
    other_euros = await desk.account()
    order = QuoteOrder(debit="nobody", credit="nobody", amount=Money(0, CURRENCIES["USD"]))
    steps: list[tuple[type[Refusal], dict[str, Any]]] = [
        (AmountNotPositive, {"amount": Money(1, CURRENCIES["USD"])}),
        (AccountNotFound, {"debit": str(payer.id)}),
        (AccountNotFound, {"credit": str(other_euros.id)}),
        (SameCurrency, {"credit": str(payee.id)}),
        (CurrencyMismatch, {"amount": Money(1, EUR)}),
    ]
    for refusal, mended in steps:
        with pytest.raises(refusal):
            await desk.ask(QuoteExchange, order)
        order = replace(order, **mended)
    assert (await desk.ask(QuoteExchange, order)).result.credit == Money(1, JPY)
    with pytest.raises(AmountTooSmallToExchange):
        await quoted(desk, payee, payer, Money(1, JPY))


async def test_without_a_rate_there_is_no_quote(desk: Desk) -> None:
    payer, payee = await desk.account(), await yen_account(desk)
    for each in desk.internal_accounts("JPY"):
        if (each.position or "").startswith("fx-position"):
            del desk.bank.store.committed.ledger_accounts[each.row]
    with pytest.raises(RateNotAvailable):
        await quoted(desk, payer, payee, Money(100, EUR))


async def test_a_bank_s_own_account_is_no_customer_s(desk: Desk) -> None:
    payee = await yen_account(desk)
    till = desk.internal_accounts("EUR")[0]
    own = str(public_id_at(till.opened_ms, till.row))
    for debit, credit in ((own, str(payee.id)), (str(payee.id), own)):
        order = QuoteOrder(debit=debit, credit=credit, amount=Money(100, EUR))
        with pytest.raises(AccountNotFound):
            await desk.ask(QuoteExchange, order)


async def test_a_quote_holds_until_its_moment_and_no_longer(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=1_000), await yen_account(desk)
    kept, missed = [await quoted(desk, payer, payee, Money(100, EUR)) for _ in range(2)]
    desk.bank.clock.set(kept.expires_at)
    await desk.ask(PostExchange, ExchangeOrder(quote=kept.id))
    desk.bank.clock.set(kept.expires_at + timedelta(microseconds=1))
    with pytest.raises(QuoteExpired):
        await desk.ask(PostExchange, ExchangeOrder(quote=missed.id))
    assert desk.balance_minor(payer) == 900
    again = await desk.ask(PostExchange, ExchangeOrder(quote=kept.id))
    assert again.replayed


async def test_a_quote_is_taken_once_whoever_takes_it_again(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=1_000), await yen_account(desk)
    quote = await quoted(desk, payer, payee, Money(100, EUR))
    order = ExchangeOrder(quote=quote.id, reference="trip")
    first = await desk.ask(PostExchange, order)
    for who in (SERVICE, TELLER, await desk.paying(payer, payee)):
        again = await desk.ask(PostExchange, order, who)
        assert again.replayed
        assert again.result.posting.entry == first.result.posting.entry
    with pytest.raises(IdempotencyKeyReused):
        await desk.ask(PostExchange, replace(order, reference="other"))
    assert desk.balance_minor(payer) == 900
    assert await no_findings(desk)


async def test_two_at_once_take_a_quote_once(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=1_000), await yen_account(desk)
    quote = await quoted(desk, payer, payee, Money(100, EUR))
    taken = [desk.ask(PostExchange, ExchangeOrder(quote=quote.id)) for _ in range(5)]
    done = await asyncio.gather(*taken)
    assert sorted(each.replayed for each in done) == [False, True, True, True, True]
    assert (desk.balance_minor(payer), desk.balance_minor(payee)) == (900, 162)


async def test_what_the_payer_has_not_got_is_refused_and_uses_the_quote_up(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=99), await yen_account(desk)
    quote = await quoted(desk, payer, payee, Money(100, EUR))
    for _ in range(2):
        with pytest.raises(InsufficientFunds):
            await desk.ask(PostExchange, ExchangeOrder(quote=quote.id))
    assert desk.balance_minor(payer) == 99
    assert (position(desk, "EUR"), position(desk, "JPY")) == (0, 0)


@pytest.mark.parametrize("side", ["payer", "payee"])
async def test_limits_count_an_exchange_on_both_accounts(desk: Desk, side: str) -> None:
    payer, payee = await desk.account(balance_minor=1_000), await yen_account(desk)
    if side == "payer":
        limits = LimitsOfAccount(account=str(payer.id), amounts={LimitKind.DAILY_OUT: 150})
    else:
        limits = LimitsOfAccount(account=str(payee.id), amounts={LimitKind.DAILY_IN: 200})
    await desk.ask(SetLimits, limits, actor("branch_manager"))
    first, second = [await quoted(desk, payer, payee, Money(100, EUR)) for _ in range(2)]
    await desk.ask(PostExchange, ExchangeOrder(quote=first.id))
    shown = LimitExceeded if side == "payer" else PayeeCannotReceive
    owner = await desk.paying(payer, payee)
    with pytest.raises(shown):
        await desk.ask(PostExchange, ExchangeOrder(quote=second.id), owner)
    assert desk.balance_minor(payer) == 900


async def test_a_dry_run_leaves_nothing_behind(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=1_000), await yen_account(desk)
    told = await quoted(desk, payer, payee, Money(100, EUR), dry_run=True)
    assert told.credit == Money(162, JPY)
    assert not desk.bank.store.committed.quotes
    quote = await quoted(desk, payer, payee, Money(100, EUR))
    order = ExchangeOrder(quote=quote.id)
    records = dict(desk.bank.store.committed.records)
    tried = await desk.ask(PostExchange, order, dry_run=True)
    assert [each.balance_minor for each in tried.result.posting.entry.postings] == [
        -900,
        -100,
        162,
        -162,
    ]
    assert dict(desk.bank.store.committed.records) == records
    assert not desk.events("exchange.post")
    assert desk.balance_minor(payer) == 1_000
    assert not (await desk.ask(PostExchange, order)).replayed


async def test_repeating_a_request_for_a_quote_gives_the_same_quote(desk: Desk) -> None:
    payer, payee = await desk.account(), await yen_account(desk)
    first = await quoted(desk, payer, payee, Money(100, EUR), key="once")
    desk.bank.clock.set(first.expires_at + timedelta(hours=1))
    assert await quoted(desk, payer, payee, Money(100, EUR), key="once") == first


async def test_a_quote_is_for_whoever_may_pay_from_its_account(desk: Desk) -> None:
    payer, stranger = await desk.account(balance_minor=1_000), await yen_account(desk)
    payee = await yen_account(desk, payer.owner_id)
    order, mine, theirs = (
        wanted(payer, payee, Money(100, EUR)),
        await desk.paying(payer, payee),
        holder_of(stranger),
    )
    with pytest.raises(AccountNotFound):
        await desk.ask(QuoteExchange, order, theirs)
    quote = (await desk.ask(QuoteExchange, order, mine)).result
    assert (await desk.ask(GetQuote, QuoteById(quote.id), mine)).result == quote
    for use_case, command in (
        (GetQuote, QuoteById(quote.id)),
        (PostExchange, ExchangeOrder(quote=quote.id)),
    ):
        with pytest.raises(QuoteNotFound):
            await desk.ask(use_case, command, theirs)
    with pytest.raises(ActionForbidden):
        await desk.ask(PostExchange, ExchangeOrder(quote=quote.id), AUDITOR)
    await desk.ask(PostExchange, ExchangeOrder(quote=quote.id), mine)


async def test_staff_quote_to_somebody_else_s_account_and_both_see_the_entry(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=1_000), await yen_account(desk)
    quote = await quoted(desk, payer, payee, Money(100, EUR))
    await desk.ask(PostExchange, ExchangeOrder(quote=quote.id), await desk.paying(payer, payee))
    for who in (holder_of(payer), holder_of(payee)):
        assert (await desk.ask(GetTransfer, TransferById(quote.id), who)).result.id == quote.id


async def test_a_customer_quotes_to_accounts_that_they_hold_and_learns_of_no_other(
    desk: Desk,
) -> None:
    payer, payee = await desk.account(), await yen_account(desk)
    blocked, euros = await yen_account(desk), await desk.account()
    till = desk.internal_accounts("JPY")[0]
    blocking = AccountBlocking(
        account=str(blocked.id), side=Block.CREDIT, reason=BlockReason.COURT_ORDER
    )
    await desk.ask(BlockAccount, blocking, actor("branch_manager"))
    me = holder_of(payer)
    foreign = {str(payee.id), payee.number, str(blocked.id), str(euros.id)}
    for name in (*foreign, str(public_id_at(till.opened_ms, till.row)), "nobody"):
        for currency in (EUR, JPY, CURRENCIES["USD"]):
            order = QuoteOrder(debit=str(payer.id), credit=name, amount=Money(100, currency))
            with pytest.raises(PayeeCannotReceive):
                await desk.ask(QuoteExchange, order, me)
    assert not desk.bank.store.committed.quotes


async def test_what_is_the_matter_with_one_s_own_account_is_told(desk: Desk) -> None:
    payer = await desk.account()
    me, yen = holder_of(payer), await yen_account(desk, payer.owner_id)
    with pytest.raises(SameCurrency):
        await desk.ask(QuoteExchange, wanted(payer, payer, Money(100, EUR)), me)
    with pytest.raises(CurrencyMismatch):
        await desk.ask(QuoteExchange, wanted(payer, yen, Money(100, CURRENCIES["USD"])), me)


async def test_there_is_no_quote_of_another_id(desk: Desk) -> None:
    nothing = uuid5(NAMESPACE_OID, "nothing")
    for use_case, command in (
        (GetQuote, QuoteById(nothing)),
        (PostExchange, ExchangeOrder(quote=nothing)),
    ):
        with pytest.raises(QuoteNotFound):
            await desk.ask(use_case, command)


async def test_what_is_the_matter_with_a_payee_is_one_answer(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=1_000), await yen_account(desk)
    me = await desk.paying(payer, payee)
    quote = await quoted(desk, payer, payee, Money(100, EUR))
    staff = await quoted(desk, payer, payee, Money(100, EUR))
    blocking = AccountBlocking(
        account=str(payee.id), side=Block.CREDIT, reason=BlockReason.COURT_ORDER
    )
    await desk.ask(BlockAccount, blocking, actor("branch_manager"))
    with pytest.raises(PayeeCannotReceive):
        await desk.ask(PostExchange, ExchangeOrder(quote=quote.id), me)
    with pytest.raises(AccountBlocked):
        await desk.ask(PostExchange, ExchangeOrder(quote=staff.id), TELLER)
