from dataclasses import replace
from datetime import timedelta

import pytest
from tests.application.identity.sessions.scene import Lobby
from tests.application.scene import OPENED_AT, OPERATOR, SERVICE, Desk, actor

from bank.application.access.issue_token import (
    CustomersSignIn,
    IssueToken,
    TokenOrder,
    TokenShownOnce,
)
from bank.application.identity.sessions.end_everybodys import (
    EndEverybodysSessions,
    EverybodysSessions,
)
from bank.application.ports.authenticator import Authenticator
from bank.application.ports.authorizer import ActionForbidden
from bank.domain.parties import BranchNotFound
from bank.domain.principals import PrincipalState
from bank.domain.sessions import NotLetIn

ORDER = TokenOrder(subject="script", roles=("auditor",), lifetime=timedelta(minutes=15))


async def test_a_token_is_issued_and_audited_without_its_text(desk: Desk) -> None:
    token = (await desk.ask(IssueToken, ORDER, OPERATOR)).result
    assert token.expires_at == OPENED_AT + timedelta(minutes=15)
    (event,) = desk.events("token.issue")
    assert (event.object_kind, event.object_id) == ("token", str(token.id))
    assert token.text not in repr(desk.bank.store.committed)


@pytest.mark.parametrize(
    ("roles", "hours"),
    [
        (("auditor",), 8),
        (("service_account", "teller"), 8),
        (("service_account",), 720),
    ],
)
async def test_a_token_of_staff_is_good_for_eight_hours_at_most(
    desk: Desk, authenticator: Authenticator, roles: tuple[str, ...], hours: int
) -> None:
    order = TokenOrder(subject="script", roles=roles, lifetime=timedelta(days=30))
    token = (await desk.ask(IssueToken, order, OPERATOR)).result
    gone = OPENED_AT + timedelta(hours=hours)
    assert token.expires_at == gone
    assert authenticator.authenticate(token.text, OPENED_AT).expires_at == gone


async def test_a_token_is_shown_once(desk: Desk) -> None:
    await desk.ask(IssueToken, ORDER, OPERATOR, key="k")
    with pytest.raises(TokenShownOnce):
        await desk.ask(IssueToken, ORDER, OPERATOR, key="k")


@pytest.mark.parametrize("roles", [("customer",), ("customer", "service_account")])
async def test_customers_get_tokens_in_a_demo_bank_alone(
    desk: Desk, roles: tuple[str, ...]
) -> None:
    """Whoever runs the machine may not speak for a customer, who signs in by their own factors."""
    order = TokenOrder(subject="ada", roles=roles, lifetime=timedelta(minutes=15))
    with pytest.raises(CustomersSignIn):
        await desk.ask(IssueToken, order, OPERATOR)
    await desk.ask(IssueToken, replace(order, demo=True), OPERATOR)


async def test_a_token_says_at_which_branch_somebody_works(
    desk: Desk, authenticator: Authenticator
) -> None:
    order = replace(ORDER, roles=("teller",), branch="main")
    token = (await desk.ask(IssueToken, order, OPERATOR)).result
    assert authenticator.authenticate(token.text, OPENED_AT).branch == "main"
    plain = (await desk.ask(IssueToken, ORDER, OPERATOR)).result
    assert authenticator.authenticate(plain.text, OPENED_AT).branch is None


async def test_a_branch_that_the_bank_does_not_have_is_refused(desk: Desk) -> None:
    with pytest.raises(BranchNotFound):
        await desk.ask(IssueToken, replace(ORDER, branch="nowhere"), OPERATOR)


async def test_who_is_locked_or_was_let_go_gets_none(desk: Desk) -> None:
    lobby = Lobby(desk.bank)
    ada = await lobby.principal("script")
    for state in (PrincipalState.LOCKED, PrincipalState.DEACTIVATED):
        await lobby.save(ada.changed(state=state))
        with pytest.raises(NotLetIn):
            await desk.ask(IssueToken, ORDER, OPERATOR)
    await lobby.save(ada)
    await desk.ask(IssueToken, ORDER, OPERATOR)


async def test_a_token_is_good_although_everybodys_sessions_were_just_ended(
    desk: Desk, authenticator: Authenticator
) -> None:
    await desk.ask(EndEverybodysSessions, EverybodysSessions(), actor("administrator"))
    token = (await desk.ask(IssueToken, ORDER, OPERATOR)).result
    shown = authenticator.authenticate(token.text, OPENED_AT)
    assert shown.issued_at == OPENED_AT + timedelta(microseconds=1)


async def test_only_the_operator_issues_tokens(desk: Desk) -> None:
    with pytest.raises(ActionForbidden):
        await desk.ask(IssueToken, ORDER, SERVICE)
