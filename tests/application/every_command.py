"""A command for each use case, which is done on a desk that has just opened."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.application.approvals.examples import of_approvals
from tests.application.identity.challenges.examples import of_my_challenges
from tests.application.identity.factors.examples import of_my_factors
from tests.application.identity.factors.passkey_examples import of_my_passkeys_and_devices
from tests.application.identity.registration.examples import of_registration
from tests.application.identity.sessions.examples import of_my_sessions
from tests.application.identity.staff.examples import of_staff
from tests.application.identity.tokens.examples import of_tokens
from tests.application.identity.users.examples import of_users
from tests.application.scene import (
    EUR,
    STRANGER,
    WORKER,
    Desk,
    cash,
    transfer,
)
from tests.people_who_sign_in import NAME, PASSWORD, person

from bank.application.access.issue_token import TokenOrder
from bank.application.accounts.block_account import (
    AccountBlocking,
    AccountUnblocking,
    BlockAccount,
)
from bank.application.accounts.change_account import (
    AccountClosing,
    AccountRenaming,
    CloseAccount,
)
from bank.application.accounts.hold_account import AddHolder, HolderEnding, NewHolder
from bank.application.accounts.life_cycle import AccountReactivation, AccountReopening
from bank.application.accounts.mark_dormant import DormancyRound, MarkDormant
from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.accounts.read_entries import AccountExport
from bank.application.audit.read_audit_trail import AuditPage
from bank.application.business_days.close_day import DayToClose
from bank.application.corrections.post_entry import ManualEntry, ManualPosting
from bank.application.corrections.reverse_entry import ReversalOrder
from bank.application.customers.change_customers_contact import CustomersContact
from bank.application.customers.create_customer import NewCustomer
from bank.application.customers.read_customers import CustomerById, CustomerSearch
from bank.application.customers.rename_customer import CustomerRenaming
from bank.application.exchange.post_exchange import ExchangeOrder
from bank.application.exchange.quote_exchange import QuoteExchange, QuoteOrder
from bank.application.holds.end_hold import CaptureOrder, HoldRelease
from bank.application.holds.place_hold import HoldOrder, PlaceHold
from bank.application.holds.tidy_holds import OverdueHolds
from bank.application.identity.sign_in.begin_passkey_sign_in import PasskeySignIn
from bank.application.identity.sign_in.begin_sign_in import BeginSignIn, Credentials
from bank.application.identity.sign_in.finish_sign_in import ProvedFactor
from bank.application.identity.sign_in.forget_sign_ins import OldSignIns
from bank.application.identity.tokens.shut_out import TokenHolder
from bank.application.ledger.read_entries import LedgerExport
from bank.application.limits.set_limits import LimitsOfAccount
from bank.application.policies.change_policy import PolicyChange
from bank.application.ports.audit_trail import AuditFilter
from bank.application.transfers.post_bulk import BulkOrder
from bank.application.upkeep.destroy_passing_keys import PassingKeyRetention
from bank.application.upkeep.forget_keys import KeyRetention
from bank.domain.customer_accounts import BlockReason, CustomerAccount
from bank.domain.factors import FactorKind
from bank.domain.ledger.accounts import Block
from bank.domain.ledger.limits import LimitKind
from bank.domain.money import Money, currency
from bank.domain.parties import CustomerKind, HolderRole
from bank.domain.sessions import SessionKind


async def every_command(desk: Desk) -> dict[str, Any]:
    """Give a command that is done, not refused, for each action that is audited."""
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    empty = str((await desk.account()).id)
    ada = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada", email="a@example.com")
    order = transfer(payer, payee, 5)
    yen = NewAccount(customer_id=payer.owner_id, product="current", currency=currency("JPY"))
    payee_id = str((await desk.ask(OpenAccount, yen)).result.id)
    quoting = QuoteOrder(debit=str(payer.id), credit=payee_id, amount=Money(10, EUR))
    quote = (await desk.ask(QuoteExchange, quoting)).result
    return {
        **await _of_signing_in(desk),
        **await of_my_factors(desk),
        **await of_my_passkeys_and_devices(desk),
        **await of_my_challenges(desk),
        **await of_my_sessions(desk),
        **await of_tokens(desk),
        **of_approvals(desk),
        **await of_staff(desk),
        **await of_registration(desk),
        **await of_users(desk),
        **await _of_the_life_of_accounts(desk),
        **await _of_holds(desk, payer),
        "account.close": AccountClosing(empty),
        "account.export_entries": AccountExport(account=empty),
        "account.open": NewAccount(customer_id=payer.owner_id, product="savings", currency=EUR),
        "account.rename": AccountRenaming(account=str(payer.id), name="Rent"),
        "audit.read": AuditPage(wanted=AuditFilter()),
        "business_day.close": DayToClose(),
        "customer.change_contact": CustomersContact(
            id=payer.owner_id, if_version=1, email="b@example.com"
        ),
        "customer.rename": CustomerRenaming(id=payer.owner_id, if_version=1, full_name="Ada King"),
        "customer.create": ada,
        "customer.read": CustomerById(payer.owner_id),
        "customer.search": CustomerSearch(full_name="Ada"),
        "deposit.post": cash(payer, 5),
        "entry.post": ManualEntry(
            postings=[
                ManualPosting(str(payer.id), True, 5, "EUR"),
                ManualPosting(str(payee.id), False, 5, "EUR"),
            ]
        ),
        "entry.reverse": ReversalOrder(entry=desk.last_entry()),
        "exchange.post": ExchangeOrder(quote=quote.id),
        "exchange.quote": quoting,
        "ledger.export_entries": LedgerExport(),
        "data_key.destroy_passing": PassingKeyRetention(),
        "idempotency.forget": KeyRetention(timedelta(days=30)),
        "token.let_in": TokenHolder("sso|f3a1"),
        "token.shut_out": TokenHolder("sso|f3a1"),
        "token.issue": TokenOrder(
            subject="script", roles=("auditor",), lifetime=timedelta(minutes=15)
        ),
        "policy.change": PolicyChange(if_version=0),
        "limit.set": LimitsOfAccount(account=empty, amounts={LimitKind.DAILY_OUT: 1}),
        "transfer.post": order,
        "transfer.post_bulk": BulkOrder([order._replace(id=desk.bank.ids.new())]),
        "withdrawal.post": cash(payer, 5),
    }


async def _of_signing_in(desk: Desk) -> dict[str, Any]:
    now = desk.bank.clock.now()
    await person(desk.bank.scopes, now)
    two = await person(desk.bank.scopes, now, "grace", totp=True)
    shown = Credentials(name=NAME, password=PASSWORD, session_kind=SessionKind.APP)
    needed = (await desk.ask(BeginSignIn, replace(shown, name="grace"), STRANGER)).result
    return {
        "session.begin": shown,
        "session.begin_with_passkey": PasskeySignIn(session_kind=SessionKind.APP),
        "session.finish": ProvedFactor(
            attempt=needed.id, kind=FactorKind.TOTP, proof={"code": two.code(now)}
        ),
        "session.forget_attempts": OldSignIns(),
    }


async def _of_the_life_of_accounts(desk: Desk) -> dict[str, Any]:
    blocked, closed, dormant = [await desk.account() for _ in range(3)]
    name, other = str(blocked.id), (await desk.customer()).id
    blocking = AccountBlocking(account=name, side=Block.DEBIT, reason=BlockReason.OTHER)
    joint = NewHolder(account=name, customer_id=other, role=HolderRole.JOINT)
    mandate = NewHolder(
        account=str(dormant.id), customer_id=blocked.owner_id, role=HolderRole.MANDATE
    )
    await desk.ask(BlockAccount, blocking)
    await desk.ask(CloseAccount, AccountClosing(str(closed.id)))
    await desk.ask(AddHolder, mandate)
    rows = desk.bank.store.committed.ledger_accounts
    rows[dormant.row] = replace(rows[dormant.row], active_on=date(2020, 1, 1))
    await desk.ask(MarkDormant, DormancyRound(), WORKER)
    return {
        "account.add_holder": joint,
        "account.block": blocking,
        "account.end_holder": HolderEnding(account=str(dormant.id), customer_id=blocked.owner_id),
        "account.mark_dormant": DormancyRound(),
        "account.reactivate": AccountReactivation(str(dormant.id)),
        "account.reopen": AccountReopening(str(closed.id)),
        "account.unblock": AccountUnblocking(account=name, side=Block.DEBIT),
    }


async def _of_holds(desk: Desk, account: CustomerAccount) -> dict[str, Any]:
    def order(milliseconds: int) -> HoldOrder:
        return HoldOrder(
            account=str(account.id),
            amount_minor=1,
            currency="EUR",
            expires_at=desk.bank.clock.now() + timedelta(milliseconds=milliseconds),
        )

    held, *_ = [(await desk.ask(PlaceHold, order(ms))).result.id for ms in (1000, 1)]
    desk.bank.clock.move(timedelta(milliseconds=2))
    return {
        "hold.capture": CaptureOrder(hold=held, credit=str((await desk.account()).id)),
        "hold.place": order(1000),
        "hold.release": HoldRelease(held),
        "hold.tidy": OverdueHolds(),
    }
