"""No use case is undeclared, lacks a rule, or leaves no audit event."""

import inspect
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from tests.application.scene import (
    AUDITOR,
    AUTHORIZER,
    EUR,
    OPERATOR,
    SERVICE,
    WORKER,
    Desk,
    cash,
    transfer,
)

import bank.application
from bank.application.access.issue_token import TokenOrder
from bank.application.accounts.change_account import AccountClosing, AccountRenaming
from bank.application.accounts.open_account import NewAccount
from bank.application.audit.read_audit_trail import AuditPage
from bank.application.customers.amend_customer import CustomerAmendment
from bank.application.customers.create_customer import NewCustomer
from bank.application.customers.read_customers import CustomerById, CustomerSearch
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import (
    UseCaseKind,
    declaration_of,
    declared_use_cases,
)
from bank.application.ports.audit_trail import AuditFilter
from bank.application.transfers.orders import BACKDATE
from bank.application.transfers.post_bulk import BulkOrder
from bank.application.upkeep.forget_keys import KeyRetention
from bank.domain.audit import AuditEvent, Outcome
from bank.domain.parties import CustomerKind

FURTHER_PERMISSIONS = {BACKDATE}
"""What a use case asks beside its own action."""


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


def test_every_rule_is_of_an_action() -> None:
    assert AUTHORIZER.actions() == set(DECLARED) | FURTHER_PERMISSIONS


@pytest.mark.parametrize("action", sorted(DECLARED))
def test_whatever_commands_can_be_replayed(action: str) -> None:
    cls = DECLARED[action]
    commands = {UseCaseKind.COMMAND, UseCaseKind.COMMAND_THAT_POSTS}
    assert (declaration_of(cls).kind in commands) == hasattr(cls, "recall")


async def _commands(desk: Desk) -> dict[str, Any]:
    """Give a command that is done, not refused, for each action that is audited."""
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    empty = str((await desk.account()).id)
    ada = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada", email="a@example.com")
    order = transfer(payer, payee, 5)
    return {
        "account.close": AccountClosing(empty),
        "account.open": NewAccount(customer_id=payer.owner_id, product="savings", currency=EUR),
        "account.rename": AccountRenaming(account=str(payer.id), name="Rent"),
        "audit.read": AuditPage(wanted=AuditFilter()),
        "customer.amend": CustomerAmendment(id=payer.owner_id, email="b@example.com"),
        "customer.create": ada,
        "customer.read": CustomerById(payer.owner_id),
        "customer.search": CustomerSearch(full_name="Ada"),
        "deposit.post": cash(payer, 5),
        "idempotency.forget": KeyRetention(timedelta(days=30)),
        "token.issue": TokenOrder(
            subject="script", roles=("auditor",), lifetime=timedelta(minutes=15)
        ),
        "transfer.post": order,
        "transfer.post_bulk": BulkOrder([order._replace(id=desk.bank.ids.new())]),
        "withdrawal.post": cash(payer, 5),
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
    who = {"audit.read": AUDITOR, "token.issue": OPERATOR, "idempotency.forget": WORKER}.get(
        action, SERVICE
    )
    await desk.ask(DECLARED[action], commands[action], who)
    (event,) = sorted(set(desk.events(action)) - before, key=_id)
    assert (event.outcome, event.actor) == (Outcome.DONE, who.pseudonym)


def _id(event: AuditEvent) -> str:
    return str(event.id)
