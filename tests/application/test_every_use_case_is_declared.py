"""No use case is undeclared, lacks a rule, or leaves no audit event."""

import asyncio
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from tests.application.approvals.examples import of_approvals
from tests.application.identity.challenges.examples import PAYER, of_my_challenges
from tests.application.identity.factors.examples import MYSELF, of_my_factors
from tests.application.identity.factors.passkey_examples import of_my_passkeys_and_devices
from tests.application.identity.registration.examples import WHO, of_registration
from tests.application.identity.sessions.examples import IN_SESSION, of_my_sessions
from tests.application.identity.staff.examples import ADMINISTRATOR, of_staff
from tests.application.identity.tokens.examples import WHO as OF_TOKENS
from tests.application.identity.tokens.examples import of_tokens
from tests.application.identity.users.examples import WHO as OF_USERS
from tests.application.identity.users.examples import of_users
from tests.application.scene import (
    AUDITOR,
    AUTHORIZER,
    EUR,
    MANAGER,
    OPERATOR,
    SERVICE,
    STRANGER,
    TELLER,
    WORKER,
    Desk,
    a_bank,
    actor,
    cash,
    transfer,
)
from tests.people_who_sign_in import NAME, PASSWORD, person

import bank.application
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
from bank.application.approvals.acts import command_shape
from bank.application.approvals.known_approval import READ_ANY
from bank.application.audit.read_audit_trail import AuditPage
from bank.application.business_days.close_day import DayToClose
from bank.application.corrections.post_entry import ManualEntry, ManualPosting
from bank.application.corrections.reverse_entry import FORCE, ReversalOrder
from bank.application.customers.change_customers_contact import CustomersContact
from bank.application.customers.create_customer import NewCustomer
from bank.application.customers.read_customers import CustomerById, CustomerSearch
from bank.application.customers.rename_customer import CustomerRenaming
from bank.application.exchange.post_exchange import ExchangeOrder
from bank.application.exchange.quote_exchange import QuoteExchange, QuoteOrder
from bank.application.holds.end_hold import CaptureOrder, HoldRelease
from bank.application.holds.place_hold import HoldOrder, PlaceHold
from bank.application.holds.tidy_holds import OverdueHolds
from bank.application.identity.recovery.known_resets import OF_CUSTOMERS, OF_STAFF
from bank.application.identity.sign_in.begin_passkey_sign_in import PasskeySignIn
from bank.application.identity.sign_in.begin_sign_in import BeginSignIn, Credentials
from bank.application.identity.sign_in.finish_sign_in import ProvedFactor
from bank.application.identity.sign_in.forget_sign_ins import OldSignIns
from bank.application.identity.tokens.shut_out import TokenHolder
from bank.application.ledger.read_entries import LedgerExport
from bank.application.limits.set_limits import LimitsOfAccount
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import (
    UseCaseKind,
    declaration_of,
    declared_use_cases,
)
from bank.application.pipeline.jobs import BACKDATE
from bank.application.pipeline.payments import WITHOUT_CHALLENGE
from bank.application.policies.change_policy import PolicyChange
from bank.application.ports.audit_trail import AuditFilter
from bank.application.ports.ledger import Ledger, LedgerInUnit
from bank.application.transfers.post_bulk import BulkOrder
from bank.application.upkeep.destroy_passing_keys import PassingKeyRetention
from bank.application.upkeep.forget_keys import KeyRetention
from bank.domain.audit import AuditEvent, Outcome
from bank.domain.customer_accounts import BlockReason, CustomerAccount
from bank.domain.factors import FactorKind
from bank.domain.ledger.accounts import Block
from bank.domain.ledger.limits import LimitKind
from bank.domain.money import Money, currency
from bank.domain.parties import CustomerKind, HolderRole
from bank.domain.sessions import SessionKind
from bank.infrastructure.command_codec.msgspec_command_codec import MsgspecCommandCodec

FURTHER_PERMISSIONS = {BACKDATE, FORCE, OF_CUSTOMERS, OF_STAFF, READ_ANY, WITHOUT_CHALLENGE}
"""What a use case asks beside its own action."""


FINDS_NOTHING = {"approval.expire", "factor_reset.finish"}
"""Of the worker, with nothing due here; their own tests see to the event where something is."""


def _classes() -> Iterator[type[Any]]:
    for module in walk_packages(bank.application.__path__, "bank.application."):
        loaded = import_module(module.name)
        for _, each in inspect.getmembers(loaded, inspect.isclass):
            if each.__module__ == module.name:
                yield each


def _takes_an_act(cls: type[Any]) -> bool:
    call = vars(cls).get("__call__")
    if call is None or getattr(cls, "_is_protocol", False):
        return False
    return Act in {each.annotation for each in inspect.signature(call).parameters.values()}


USE_CASES = {cls.__qualname__: cls for cls in _classes() if _takes_an_act(cls)}
DECLARED = {
    action: cls
    for action, cls in declared_use_cases().items()
    if cls.__module__.startswith("bank.application.")
}


def test_every_use_case_is_found() -> None:
    assert len(USE_CASES) >= 20


def test_every_class_that_acts_is_declared() -> None:
    declared = {cls.__qualname__ for cls in DECLARED.values()}
    assert set(USE_CASES) == declared, "put @use_case on every class whose __call__ takes an Act"


@pytest.mark.parametrize("action", sorted(DECLARED))
def test_every_action_has_a_rule(action: str) -> None:
    assert action in AUTHORIZER.actions(), f"give {action} to a role in config/permissions.yaml"


def test_whoever_says_what_is_sensitive_is_asked() -> None:
    """A use case that tells harmless commands from others needs a fresh proof for the others."""
    asked = {action for action, cls in DECLARED.items() if declaration_of(cls).fresh_proof}
    telling = {action for action, cls in DECLARED.items() if hasattr(cls, "is_sensitive")}
    assert telling <= asked, "declare it with fresh_proof=True"
    kinds = {declaration_of(DECLARED[action]).kind for action in telling}
    assert kinds == {UseCaseKind.COMMAND}, "what it locks must stay locked while it runs"


def test_every_rule_is_of_an_action() -> None:
    assert AUTHORIZER.actions() == set(DECLARED) | FURTHER_PERMISSIONS


@pytest.mark.parametrize("action", sorted(DECLARED))
def test_whatever_commands_can_be_replayed(action: str) -> None:
    cls = DECLARED[action]
    commands = {UseCaseKind.COMMAND, UseCaseKind.COMMAND_THAT_POSTS}
    declaration = declaration_of(cls)
    assert declaration.keyless or (declaration.kind in commands) == hasattr(cls, "recall")


@pytest.mark.parametrize("action", sorted(DECLARED))
def test_each_kind_of_use_case_has_its_own_way_into_the_ledger(action: str) -> None:
    """A command that asked the queue from within its unit would wait for itself."""
    cls = DECLARED[action]
    asked = {each.annotation for each in inspect.signature(cls.__init__).parameters.values()}
    ways = {
        UseCaseKind.POSTING: {Ledger},
        UseCaseKind.COMMAND_THAT_POSTS: {LedgerInUnit},
    }
    assert asked & {Ledger, LedgerInUnit} == ways.get(declaration_of(cls).kind, set())


async def _commands(desk: Desk) -> dict[str, Any]:
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


def _audited() -> list[str]:
    return sorted(action for action, cls in DECLARED.items() if declaration_of(cls).audited)


def test_everything_but_a_query_is_audited() -> None:
    for action, cls in DECLARED.items():
        assert declaration_of(cls).kind is UseCaseKind.QUERY or action in _audited()


@pytest.mark.parametrize("action", _audited())
async def test_whatever_is_audited_leaves_its_audit_event(desk: Desk, action: str) -> None:
    commands = await _commands(desk)
    assert action in commands, f"say here how {action} is done, to see that it is audited"
    before = set(desk.events(action))
    who = {
        **OF_TOKENS,
        **OF_USERS,
        "approval.approve": MANAGER,
        "approval.expire": WORKER,
        "approval.reject": MANAGER,
        "audit.read": AUDITOR,
        "token.issue": OPERATOR,
        "token.let_in": OPERATOR,
        "token.shut_out": OPERATOR,
        "data_key.destroy_passing": WORKER,
        "idempotency.forget": WORKER,
        "account.mark_dormant": WORKER,
        "entry.reverse": MANAGER,
        "hold.tidy": WORKER,
        "challenge.confirm": PAYER,
        "challenge.show": PAYER,
        "payment_threshold.set": PAYER,
        "device.remove": MYSELF,
        "device.rename": MYSELF,
        "factor.confirm_passkey": MYSELF,
        "factor_reset.confirm": MANAGER,
        "factor_reset.finish": WORKER,
        "factor_reset.list": TELLER,
        "factor_reset.read": TELLER,
        "factor_reset.request": TELLER,
        "factor_reset.stop": TELLER,
        "staff.appoint_first": OPERATOR,
        "staff.break_glass": OPERATOR,
        "staff.change": ADMINISTRATOR,
        "staff.list": ADMINISTRATOR,
        "staff.read": ADMINISTRATOR,
        "staff.register": ADMINISTRATOR,
        "factor.confirm_totp": MYSELF,
        "factor.enrol_passkey": MYSELF,
        "factor.enrol_totp": MYSELF,
        "factor.forget_challenges": WORKER,
        "factor.remove": MYSELF,
        "factor.renew_recovery_codes": MYSELF,
        "password.change": MYSELF,
        "password.import": OPERATOR,
        "session.begin": STRANGER,
        "session.begin_with_passkey": STRANGER,
        "session.end": IN_SESSION,
        "session.end_others": IN_SESSION,
        "session.finish": STRANGER,
        "session.forget": WORKER,
        "session.forget_attempts": WORKER,
        "session.prove": IN_SESSION,
        "session.show_proof": IN_SESSION,
        "session.sign_out": IN_SESSION,
        "policy.change": actor("administrator"),
        **WHO,
    }.get(action, SERVICE)
    await desk.ask(DECLARED[action], commands[action], who)
    left = sorted(set(desk.events(action)) - before, key=_id)
    if action in FINDS_NOTHING:
        assert not left
        return
    (event,) = left
    assert (event.outcome, event.actor) == (Outcome.DONE, who.pseudonym)


def _may_wait() -> list[str]:
    declared = [(action, declaration_of(cls)) for action, cls in DECLARED.items()]
    return sorted(a for a, d in declared if d.kind is not UseCaseKind.QUERY and not d.keyless)


@pytest.fixture(scope="module")
def commands(ports: Mapping[type[Any], Any]) -> dict[str, Any]:
    """Give the commands alone, of a bank that nobody asks anything any more."""

    async def made() -> dict[str, Any]:
        async with a_bank(ports=ports).open() as bank:
            return await _commands(Desk(bank))

    return asyncio.run(made())


@pytest.mark.parametrize("action", _may_wait())
def test_whatever_may_have_to_wait_for_approval_can_be_kept_and_read(
    commands: dict[str, Any], action: str
) -> None:
    codec = MsgspecCommandCodec()
    command, shape = commands[action], command_shape(DECLARED[action])
    assert isinstance(command, shape)
    assert codec.decode(codec.encode(command), shape) == command
    assert codec.shown(codec.encode(command), shape) is not None


def _id(event: AuditEvent) -> str:
    return str(event.id)
