"""No use case is undeclared, lacks a rule, or leaves no audit event."""

import asyncio
import inspect
from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from tests.application.every_command import every_command
from tests.application.identity.challenges.examples import PAYER
from tests.application.identity.factors.examples import MYSELF
from tests.application.identity.registration.examples import WHO
from tests.application.identity.sessions.examples import IN_SESSION
from tests.application.identity.staff.examples import ADMINISTRATOR
from tests.application.identity.tokens.examples import WHO as OF_TOKENS
from tests.application.identity.users.examples import WHO as OF_USERS
from tests.application.scene import (
    AUDITOR,
    AUTHORIZER,
    MANAGER,
    OPERATOR,
    SERVICE,
    STRANGER,
    TELLER,
    WORKER,
    Desk,
    a_bank,
    actor,
)

import bank.application
from bank.application.approvals.acts import command_shape
from bank.application.approvals.known_approval import READ_ANY
from bank.application.corrections.reverse_entry import FORCE
from bank.application.identity.recovery.known_resets import OF_CUSTOMERS, OF_STAFF
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import (
    UseCaseKind,
    declaration_of,
    declared_use_cases,
)
from bank.application.pipeline.jobs import BACKDATE
from bank.application.pipeline.payments import WITHOUT_CHALLENGE
from bank.application.ports.ledger import Ledger, LedgerInUnit
from bank.domain.audit import AuditEvent, Outcome
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


def _audited() -> list[str]:
    return sorted(action for action, cls in DECLARED.items() if declaration_of(cls).audited)


def test_everything_but_a_query_is_audited() -> None:
    for action, cls in DECLARED.items():
        assert declaration_of(cls).kind is UseCaseKind.QUERY or action in _audited()


@pytest.mark.parametrize("action", _audited())
async def test_whatever_is_audited_leaves_its_audit_event(desk: Desk, action: str) -> None:
    commands = await every_command(desk)
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
            return await every_command(Desk(bank))

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
