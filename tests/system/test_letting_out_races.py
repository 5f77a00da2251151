"""Races about letting people out: real connections, two banks being two server processes."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from tests import postgresql
from tests.people_who_pay import let_pay
from tests.system.assembly import CUSTOMER, OpenBank, bank_over, seeded
from tests.system.own_approvals import have_user_added
from tests.system.session_scene import at_desk, opened, principal, unit

from bank.application.identity.principals import Principals
from bank.application.identity.registration.invite import NewUser
from bank.application.identity.sessions.end_everybodys import (
    EndEverybodysSessions,
    EverybodysSessions,
)
from bank.application.identity.sessions.session_desk import SessionKind, SessionOrder
from bank.application.identity.sessions.session_watch import SessionWatch
from bank.application.identity.users.lock_user import LockPrincipal, UserToLock
from bank.application.identity.users.remove_user import RemoveUser, UserToRemove
from bank.application.ports.authenticator import Authenticator, IssuedToken, TokenInvalid
from bank.application.ports.clock import Clock
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.contacts import Contact
from bank.domain.ledger.refusals import AccountNotFound
from bank.domain.principals import LockReason, Principal
from bank.domain.sessions import NotLetIn, SessionOver

OPERATOR = ("operator",)
TIMES = 10


async def _both(*at_once: Any) -> list[Any]:
    return list(await asyncio.gather(*at_once, return_exceptions=True))


async def test_a_payment_of_a_removed_user_is_done_before_the_removal_or_not_at_all(
    tmp_path: Path,
) -> None:
    """Scenario: one process removes a user of a firm who pays from its account at another.

    Outcome: the payment is posted or the account is not there for them, ten times over; none that
    is asked for once the removal was answered is posted, and the books hold what was acknowledged.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            payer, payee = await one.account(funds_minor=1000), await one.account()
            firm, posted = payer.owner_id, 0
            clerk = await _user(one, firm)
            now = (await one.container.get(Clock)).now()
            await let_pay(DishkaScopes(one.container), now, clerk, payee.row)
            for _ in range(TIMES):
                await have_user_added(one, NewUser(customer=firm, subject=clerk))
                removal = UserToRemove(customer=firm, subject=clerk)
                removed, paid = await _both(
                    one.run(RemoveUser, removal),
                    other.transfer(payer, payee, 10, roles=CUSTOMER, subject=clerk),
                )
                assert not isinstance(removed, BaseException), removed
                assert not isinstance(paid, BaseException) or isinstance(paid, AccountNotFound)
                posted += not isinstance(paid, BaseException)
                with pytest.raises(AccountNotFound):
                    await other.transfer(payer, payee, 10, roles=CUSTOMER, subject=clerk)
            assert await one.balance(payee) == 10 * posted
            assert not await one.findings()


async def test_no_session_is_opened_past_a_lock(tmp_path: Path) -> None:
    """Scenario: one process locks somebody while another opens a session for them.

    Outcome: the session is refused or has ended, ten times over; afterwards none is in force.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            customer = (await one.customer()).id
            who = await _known(one, str(customer))
            order = SessionOrder(principal=who, kind=SessionKind.APP, assurance=1)
            for _ in range(TIMES):
                lock = UserToLock(customer=customer, reason=LockReason.SUSPECTED_FRAUD)
                locked, session = await _both(
                    one.run(LockPrincipal, lock),
                    at_desk(other.container, "open", order),
                )
                assert not isinstance(locked, BaseException), locked
                if isinstance(session, BaseException):
                    assert isinstance(session, NotLetIn)
                else:
                    with pytest.raises(SessionOver):
                        await at_desk(other.container, "renew", session.id)
                await _unlock(one, str(customer))


async def test_a_token_that_is_renewed_while_everybodys_sessions_end_lets_nobody_in(
    tmp_path: Path,
) -> None:
    """Scenario: one process ends everybody's sessions while another renews a token of one.

    Outcome: it is renewed or not, ten times over; by its first use at the latest it is found out,
    and it is never renewed again.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            who = await principal(one.container, "ada")
            authenticator = await other.container.get(Authenticator)
            watch, clock = await other.container.get(SessionWatch), await other.container.get(Clock)
            for _ in range(TIMES):
                session = await opened(one.container, who)
                ended, renewed = await _both(
                    one.run(EndEverybodysSessions, EverybodysSessions(), roles=OPERATOR),
                    at_desk(other.container, "renew", session.id),
                )
                assert not isinstance(ended, BaseException), ended
                tokens = [session.access_token]
                if isinstance(renewed, IssuedToken):
                    tokens.append(renewed.text)
                watch.seen(str(session.id), clock.now())
                await watch.look(clock.now())
                await watch.touch(clock.now())
                for token in tokens:
                    with pytest.raises(TokenInvalid):
                        authenticator.authenticate(token, clock.now())
                with pytest.raises(SessionOver):
                    await at_desk(other.container, "renew", session.id)


async def _user(bank: OpenBank, customer: Any) -> str:
    new = NewUser(customer=customer, contact=Contact.email("clerk@example.com"))
    return await have_user_added(bank, new)


async def _unlock(bank: OpenBank, subject: str) -> None:
    async with unit(bank.container) as scope:
        principals = await scope.get(Principals)
        found = await principals.find(subject, lock=True)
        assert found is not None
        await principals.save(found.unlocked())


async def _known(bank: OpenBank, subject: str) -> Principal:
    async with unit(bank.container) as scope:
        found: Principal | None = await (await scope.get(Principals)).find(subject)
    assert found is not None
    return found
