"""One sum of a day for several actions: nobody evades it by changing the way."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from tests.application.approvals.checkers import Checked, a_rule, checked
from tests.application.scene import EUR, SERVICE, cash, transfer

from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.corrections.post_entry import ManualEntry, ManualPosting, PostEntry
from bank.application.corrections.reverse_entry import ReversalOrder, ReverseEntry
from bank.application.exchange.post_exchange import ExchangeOrder, PostExchange
from bank.application.exchange.quote_exchange import QuoteExchange, QuoteOrder
from bank.application.holds.end_hold import CaptureHold, CaptureOrder
from bank.application.holds.place_hold import HoldOrder, PlaceHold
from bank.application.ports.entries import EntryNotFound
from bank.application.transfers.post_cash import PostDeposit, PostWithdrawal
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.approval_rules import ApprovalRule
from bank.domain.approvals import ApprovalState, PendingApproval
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.exchange import QuoteNotFound
from bank.domain.ledger.holds import HoldNotFound
from bank.domain.money import Money, currency

WAYS = (
    "transfer.post",
    "exchange.post",
    "withdrawal.post",
    "hold.capture",
    "entry.post",
    "entry.reverse",
)


def together(above_minor_a_day: int = 100, **given: Any) -> ApprovalRule:
    return ApprovalRule(
        actions=WAYS,
        roles=frozenset({"branch_manager"}),
        currency="EUR",
        above_minor_a_day=above_minor_a_day,
        **given,
    )


async def ways(desk: Checked, amount_minor: int) -> list[tuple[type[Any], Any]]:
    """Give one request for each way of moving an amount, by whoever may take all of them."""
    payer, payee = await desk.account(balance_minor=10_000), await desk.account()
    yen = await _yen(desk, payer)
    (quoted, held) = (
        await desk.ask(
            QuoteExchange,
            QuoteOrder(debit=str(payer.id), credit=str(yen.id), amount=Money(amount_minor, EUR)),
        ),
        await desk.ask(
            PlaceHold,
            HoldOrder(
                account=str(payer.id),
                amount_minor=amount_minor,
                currency="EUR",
                expires_at=desk.bank.clock.now() + timedelta(hours=2),
            ),
        ),
    )
    await desk.ask(PostDeposit, cash(payee, amount_minor))
    deposited = desk.last_entry()
    legs = [(payer, True), (payee, False)]
    by_hand = [ManualPosting(str(each.id), debit, amount_minor, "EUR") for each, debit in legs]
    return [
        (PostTransfer, transfer(payer, payee, amount_minor)),
        (PostExchange, ExchangeOrder(quote=quoted.result.id)),
        (PostWithdrawal, cash(payer, amount_minor)),
        (CaptureHold, CaptureOrder(hold=held.result.hold.id, credit=str(payee.id))),
        (PostEntry, ManualEntry(postings=by_hand)),
        (ReverseEntry, ReversalOrder(entry=deposited)),
    ]


@pytest.mark.parametrize("last", range(len(WAYS)))
async def test_whichever_way_is_the_last_it_is_the_one_that_waits(last: int) -> None:
    async with checked(together(5 * 30)) as desk:
        requests = await ways(desk, 30)
        for at, (use_case, command) in enumerate(requests):
            if at != last:
                await desk.ask(use_case, command)
        approval = await desk.waits(*requests[last])
        kept = desk.kept(approval)
        assert (kept.amount_minor, kept.currency) == (30, "EUR")
        assert (await desk.approve(approval)).state is ApprovalState.DONE


async def test_two_ways_at_once_do_not_pass_the_sum_together() -> None:
    async with checked(together(100)) as desk:
        requests = await ways(desk, 60)
        results = await asyncio.gather(
            *[desk.ask(*each) for each in requests], return_exceptions=True
        )
        assert [type(each) for each in results].count(PendingApproval) == len(WAYS) - 1


async def test_a_rule_of_one_action_beside_it_counts_that_one_alone() -> None:
    alone = a_rule("transfer.post", currency="EUR", above_minor_a_day=50)
    async with checked(together(100), alone) as desk:
        payer, payee = await desk.account(balance_minor=1000), await desk.account()
        await desk.ask(PostWithdrawal, cash(payer, 40))
        await desk.ask(PostTransfer, transfer(payer, payee, 50))
        await desk.waits(PostTransfer, transfer(payer, payee, 1))
        await desk.ask(PostWithdrawal, cash(payer, 10))
        await desk.waits(PostWithdrawal, cash(payer, 1))


async def test_what_a_hold_has_left_is_what_its_capture_moves() -> None:
    async with checked(together(100)) as desk:
        payer, payee = await desk.account(balance_minor=1000), await desk.account()
        order = HoldOrder(
            account=str(payer.id),
            amount_minor=120,
            currency="EUR",
            expires_at=desk.bank.clock.now() + timedelta(hours=2),
        )
        hold = (await desk.ask(PlaceHold, order)).result.hold.id
        part = CaptureOrder(hold=hold, credit=str(payee.id), amount_minor=20, final=False)
        await desk.ask(CaptureHold, part)
        await desk.waits(CaptureHold, CaptureOrder(hold=hold, credit=str(payee.id)))
        part = CaptureOrder(hold=hold, credit=str(payee.id), amount_minor=80, final=False)
        await desk.ask(CaptureHold, part)


async def test_what_is_not_there_is_refused_and_waits_for_nobody() -> None:
    nothing = [
        (PostExchange, ExchangeOrder, "quote", QuoteNotFound, {}),
        (CaptureHold, CaptureOrder, "hold", HoldNotFound, {"credit": "a"}),
        (ReverseEntry, ReversalOrder, "entry", EntryNotFound, {}),
    ]
    async with checked(together()) as desk:
        for use_case, order, name, refusal, given in nothing:
            with pytest.raises(refusal):
                await desk.ask(use_case, order(**{name: desk.bank.ids.new()}, **given), SERVICE)
        assert not desk.bank.store.committed.approvals


async def test_each_maker_has_a_sum_of_their_own() -> None:
    async with checked(together(100)) as desk:
        payer, payee = await desk.account(balance_minor=1000), await desk.account()
        owner = await desk.paying(payer, payee)
        desk.bank.store.committed.subjects[payer.owner] = frozenset({owner.subject})
        await desk.ask(PostTransfer, transfer(payer, payee, 100), owner)
        await desk.ask(PostTransfer, transfer(payer, payee, 100))
        await desk.waits(PostWithdrawal, cash(payer, 1))


async def _yen(desk: Checked, like: CustomerAccount) -> CustomerAccount:
    terms = NewAccount(customer_id=like.owner_id, product="current", currency=currency("JPY"))
    opened: CustomerAccount = (await desk.ask(OpenAccount, terms)).result
    return opened
