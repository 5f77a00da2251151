"""What the sentences of worked examples ask of the bank."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import NAMESPACE_OID, uuid5

from tests.application.scene import (
    MANAGER,
    OPERATOR,
    SERVICE,
    TELLER,
    WORKER,
    cash,
    holder_of,
    transfer,
)
from tests.docs.phrases import EUR, YEN, Phrasebook, euros
from tests.docs.stage import Stage

from bank.application.accounts.block_account import (
    AccountBlocking,
    AccountUnblocking,
    BlockAccount,
    UnblockAccount,
)
from bank.application.accounts.change_account import AccountClosing, CloseAccount
from bank.application.accounts.hold_account import AddHolder, EndHolder, HolderEnding, NewHolder
from bank.application.accounts.life_cycle import (
    AccountReactivation,
    AccountReopening,
    ReactivateAccount,
    ReopenAccount,
)
from bank.application.accounts.mark_dormant import DormancyRound, MarkDormant
from bank.application.business_days.close_day import CloseBusinessDay, DayToClose
from bank.application.corrections.post_entry import ManualEntry, ManualPosting, PostEntry
from bank.application.corrections.reverse_entry import ReversalOrder, ReverseEntry
from bank.application.exchange.post_exchange import ExchangeOrder, PostExchange
from bank.application.exchange.quote_exchange import QuoteExchange, QuoteOrder
from bank.application.holds.end_hold import CaptureHold, CaptureOrder, HoldRelease, ReleaseHold
from bank.application.holds.place_hold import HoldOrder, PlaceHold
from bank.application.limits.set_limits import LimitsOfAccount, LimitsOfProduct, SetLimits
from bank.application.ports.ledger import Refused
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import BulkOrder, PostBulk
from bank.application.transfers.post_cash import PostDeposit, PostWithdrawal
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.audit import Actor
from bank.domain.customer_accounts import BlockReason
from bank.domain.ledger.accounts import Block
from bank.domain.ledger.limits import LimitKind
from bank.domain.money import Money
from bank.domain.parties import HolderRole

SENTENCES = Phrasebook("sentences")
_STAFF = {
    "a teller": TELLER,
    "a branch manager": MANAGER,
    "an integrating system": SERVICE,
}
_ROLES = {
    "joint owner": HolderRole.JOINT,
    "mandate": HolderRole.MANDATE,
    "beneficial owner": HolderRole.BENEFICIAL_OWNER,
}
_OF_BULK = re.compile(r"([A-Z][a-z]+) to ([A-Z][a-z]+) (\d+\.\d\d)(?: as (\w+))?(?: \(`(\w+)`\))?")
_OF_ENTRY = re.compile(r"(debit|credit) ([\w/-]+) (\d+\.\d\d)")


def _actor(stage: Stage, name: str) -> Actor:
    return _STAFF[name] if name in _STAFF else stage.signed_in(name)


@SENTENCES.says("{who} deposits {amount}")
async def _deposits(stage: Stage, who: str, amount: int) -> None:
    await stage.ask(PostDeposit, cash(stage.accounts[who], amount), TELLER)


@SENTENCES.says("{who} withdraws {amount}")
async def _withdraws(stage: Stage, who: str, amount: int) -> None:
    await stage.ask(PostWithdrawal, cash(stage.accounts[who], amount), TELLER)


@SENTENCES.says("{sender} sends {whom} {amount}[ of {whose}'s][, valued {day}]")
async def _sends(
    stage: Stage,
    sender: str,
    whom: str,
    amount: int,
    whose: str | None = None,
    day: date | None = None,
) -> None:
    payer, payee = stage.accounts[whose or sender], stage.accounts[whom]
    order = transfer(payer, payee, amount, value_date=day)
    who = _STAFF[sender] if sender in _STAFF else await stage.paying(sender, payee)
    await stage.ask(PostTransfer, order, who)


@SENTENCES.says("bulk: {parts}")
async def _bulk(stage: Stage, parts: str) -> None:
    await _post_bulk(stage, parts, atomic=False)


@SENTENCES.says("atomic bulk: {parts}")
async def _atomic_bulk(stage: Stage, parts: str) -> None:
    await _post_bulk(stage, parts, atomic=True)


async def _post_bulk(stage: Stage, text: str, *, atomic: bool) -> None:
    orders: list[TransferOrder] = []
    expected: list[str | None] = []
    for part in text.split("; "):
        found = _OF_BULK.fullmatch(part)
        assert found, f"{part!r} is not of the form: Ada to Ben 1.00 as P1 (`refusal_code`)"
        payer, payee, amount, name, code = found.groups()
        chosen = uuid5(NAMESPACE_OID, name) if name else stage.further_id()
        sides = stage.accounts[payer], stage.accounts[payee]
        orders.append(transfer(*sides, euros(amount), id=chosen))
        expected.append(code)
    done = await stage.ask(PostBulk, BulkOrder(orders, atomic=atomic), SERVICE)
    codes = [each.refusal.code if isinstance(each, Refused) else None for each in done.outcomes]
    assert codes == expected


@SENTENCES.says("hold {label}: {amount} of {whose}'s for {span}")
async def _holds(stage: Stage, label: str, amount: int, whose: str, span: timedelta) -> None:
    order = HoldOrder(
        account=str(stage.accounts[whose].id),
        amount_minor=amount,
        currency=EUR.code,
        expires_at=stage.now + span,
    )
    stage.holds[label] = (await stage.ask(PlaceHold, order, SERVICE)).id


@SENTENCES.says("hold {label} is captured for {whom}")
async def _captures(stage: Stage, label: str, whom: str) -> None:
    order = CaptureOrder(hold=stage.holds[label], credit=str(stage.accounts[whom].id))
    await stage.ask(CaptureHold, order, SERVICE)


@SENTENCES.says("{amount} of hold {label} are captured for {whom}")
async def _captures_part(stage: Stage, amount: int, label: str, whom: str) -> None:
    await _capture_part(stage, amount, label, whom, final=False)


@SENTENCES.says("{amount} of hold {label} are captured for {whom}, and the rest let go")
async def _captures_last(stage: Stage, amount: int, label: str, whom: str) -> None:
    await _capture_part(stage, amount, label, whom, final=True)


async def _capture_part(stage: Stage, amount: int, label: str, whom: str, *, final: bool) -> None:
    order = CaptureOrder(
        hold=stage.holds[label],
        credit=str(stage.accounts[whom].id),
        amount_minor=amount,
        currency=EUR.code,
        final=final,
    )
    await stage.ask(CaptureHold, order, SERVICE)


@SENTENCES.says("hold {label} is released")
async def _releases(stage: Stage, label: str) -> None:
    await stage.ask(ReleaseHold, HoldRelease(stage.holds[label]), SERVICE)


@SENTENCES.says("{span} pass[es]")
async def _passes(stage: Stage, span: timedelta) -> None:
    stage.desk.bank.clock.move(span)


@SENTENCES.says("it is {clock} on {day}")
async def _it_is(stage: Stage, clock: time, day: date) -> None:
    stage.desk.bank.clock.set(datetime.combine(day, clock, tzinfo=stage.now.tzinfo))


@SENTENCES.says("the business day is closed")
async def _closes_day(stage: Stage) -> None:
    await stage.ask(CloseBusinessDay, DayToClose(), OPERATOR)


@SENTENCES.says("{whose}'s {limit} limit becomes {amount}[ in {span}]")
async def _limits(
    stage: Stage, whose: str, limit: str, amount: int, span: timedelta | None = None
) -> None:
    command = LimitsOfAccount(
        account=str(stage.accounts[whose].id),
        amounts={LimitKind[limit.upper()]: amount},
        currency=EUR,
        effective_from=stage.now + span if span else None,
    )
    await stage.ask(SetLimits, command, MANAGER)


@SENTENCES.says("{whose}'s {limit} limit is lifted")
async def _lifts(stage: Stage, whose: str, limit: str) -> None:
    amounts = {LimitKind[limit.upper()]: None}
    command = LimitsOfAccount(account=str(stage.accounts[whose].id), amounts=amounts)
    await stage.ask(SetLimits, command, MANAGER)


@SENTENCES.says("the {limit} limit of current accounts becomes {amount}")
async def _limits_all(stage: Stage, limit: str, amount: int) -> None:
    amounts = {LimitKind[limit.upper()]: amount}
    command = LimitsOfProduct(product="current", currency=EUR, amounts=amounts)
    await stage.ask(SetLimits, command, MANAGER)


@SENTENCES.says("{staff} reverses[ {amount} of] entry {label}")
async def _reverses(stage: Stage, staff: str, label: str, amount: int | None = None) -> None:
    order = ReversalOrder(entry=stage.entries[label], amount_minor=amount, currency=EUR.code)
    await stage.ask(ReverseEntry, order, _STAFF[staff])


@SENTENCES.says("{staff} posts: {parts}")
async def _posts(stage: Stage, staff: str, parts: str) -> None:
    postings = []
    for part in parts.split(", "):
        found = _OF_ENTRY.fullmatch(part)
        assert found, f"{part!r} is not of the form: debit Ada 1.00"
        side, name, amount = found.groups()
        account = str(stage.named(name))
        postings.append(ManualPosting(account, side == "debit", euros(amount), EUR.code))
    await stage.ask(PostEntry, ManualEntry(postings=postings), _STAFF[staff])


@SENTENCES.says("{whose}'s account is blocked: {side}")
async def _blocks(stage: Stage, whose: str, side: str) -> None:
    command = AccountBlocking(
        account=str(stage.accounts[whose].id),
        side=Block[side.upper()],
        reason=BlockReason.LOST_CARD,
    )
    await stage.ask(BlockAccount, command, MANAGER)


@SENTENCES.says("{whose}'s account is unblocked: {side}")
async def _unblocks(stage: Stage, whose: str, side: str) -> None:
    account = str(stage.accounts[whose].id)
    command = AccountUnblocking(account=account, side=Block[side.upper()])
    await stage.ask(UnblockAccount, command, MANAGER)


@SENTENCES.says("the daily upkeep marks dormant accounts")
async def _marks(stage: Stage) -> None:
    await stage.ask(MarkDormant, DormancyRound(), WORKER)


@SENTENCES.says("a teller reactivates {whose}'s account")
async def _reactivates(stage: Stage, whose: str) -> None:
    command = AccountReactivation(str(stage.accounts[whose].id))
    await stage.ask(ReactivateAccount, command, TELLER)


@SENTENCES.says("{who} closes the account")
async def _closes(stage: Stage, who: str) -> None:
    account = stage.accounts[who]
    await stage.ask(CloseAccount, AccountClosing(str(account.id)), holder_of(account))


@SENTENCES.says("a branch manager reopens {whose}'s account")
async def _reopens(stage: Stage, whose: str) -> None:
    await stage.ask(ReopenAccount, AccountReopening(str(stage.accounts[whose].id)), MANAGER)


@SENTENCES.says("{who} becomes {role} of {whose}'s account")
async def _becomes(stage: Stage, who: str, role: str, whose: str) -> None:
    command = NewHolder(
        account=str(stage.accounts[whose].id),
        customer_id=stage.customers[who].id,
        role=_ROLES[role],
    )
    await stage.ask(AddHolder, command, TELLER)


@SENTENCES.says("{who} is no longer a holder of {whose}'s account")
async def _ends(stage: Stage, who: str, whose: str) -> None:
    account, customer = str(stage.accounts[whose].id), stage.customers[who].id
    await stage.ask(EndHolder, HolderEnding(account=account, customer_id=customer), TELLER)


@SENTENCES.says("quote {label}: {whose}'s {amount} EUR for {whom}'s yen[, at {rate}]")
async def _quotes(
    stage: Stage, label: str, whose: str, amount: int, whom: str, rate: Decimal | None = None
) -> None:
    await _quote(stage, label, whose, whom, Money(amount, EUR), rate)


@SENTENCES.says("quote {label}: {yen} yen for {whom} from {whose}'s EUR[, at {rate}]")
async def _quotes_yen(
    stage: Stage, label: str, yen: int, whom: str, whose: str, rate: Decimal | None = None
) -> None:
    await _quote(stage, label, whose, whom, Money(yen, YEN), rate)


async def _quote(
    stage: Stage, label: str, whose: str, whom: str, amount: Money, rate: Decimal | None
) -> None:
    payer, payee = stage.accounts[whose], stage.in_yen[whom]
    order = QuoteOrder(debit=str(payer.id), credit=str(payee.id), amount=amount)
    quote = await stage.ask(QuoteExchange, order, holder_of(payer))
    assert rate in {None, quote.rate}
    stage.quotes[label] = quote.id


@SENTENCES.says("{who} takes quote {label}")
async def _takes(stage: Stage, who: str, label: str) -> None:
    order = ExchangeOrder(quote=stage.quotes[label])
    payer = await stage.paying(who, *stage.in_yen.values())
    await stage.ask(PostExchange, order, payer)
