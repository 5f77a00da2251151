"""Tokens that end while they are used: real connections, two banks being two server processes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import postgresql
from tests.infrastructure.access_tokens.external_scene import ISSUER, RSA, claims, token
from tests.infrastructure.access_tokens.key_server import key_server
from tests.signing import Client
from tests.system.assembly import OpenBank, bank_over, seeded
from tests.system.session_scene import at_desk, principal, unit

from bank.application.access.issue_token import IssueToken, TokenOrder
from bank.application.identity.clients.register_client import NewClient, RegisterClient
from bank.application.identity.sessions.end_everybodys import (
    EndEverybodysSessions,
    EverybodysSessions,
)
from bank.application.identity.sessions.session_desk import SessionEnd
from bank.application.identity.sessions.session_watch import SessionWatch
from bank.application.identity.sessions.token_endings import EndedTokens
from bank.application.identity.staff.break_glass import BreakGlass, Emergency
from bank.application.identity.tokens.grants import TokenNotRevocable
from bank.application.identity.tokens.issue_client_token import ClientGrant, IssueClientToken
from bank.application.identity.tokens.revoke_token import RevokeToken, Revoking
from bank.application.identity.users.lock_user import (
    LockPrincipal,
    UnlockPrincipal,
    UserToLock,
    UserToUnlock,
)
from bank.application.ports.authenticator import Authenticator, TokenRefused
from bank.domain.principals import LockReason
from bank.domain.sessions import NotLetIn
from bank.infrastructure.system.clock import SystemClock

OPERATOR, STRANGER, ADMINISTRATOR = ("operator",), ("anonymous",), ("administrator",)
TIMES = 10
HOUR = timedelta(hours=1)


def _issuer_settings(address: str) -> list[str]:
    given = {
        "name": "sso",
        "issuer": ISSUER,
        "audience": "bank",
        "jwks-uri": address,
        "roles-claim": "realm_access.roles",
        "roles.bank-auditor": "auditor",
    }
    return [f"--bank.tokens.external[0].{name}={value}" for name, value in given.items()]


@asynccontextmanager
async def _two_processes(home: Path) -> AsyncIterator[tuple[OpenBank, OpenBank]]:
    """Open two banks over one database, which trust an issuer beside them."""
    with key_server() as server, postgresql.database(seeded) as database:
        server.publish(RSA)
        settings = _issuer_settings(server.address)
        async with (
            bank_over(database, home, arguments=settings) as one,
            bank_over(database, home, arguments=settings) as other,
        ):
            for bank in (one, other):
                await (await bank.container.get(Authenticator)).learn(_external())
            yield one, other


def _external(subject: str = "f3a1") -> str:
    seconds = int(SystemClock().now().timestamp())
    return token(claims(sub=subject, iat=seconds, exp=seconds + 900))


async def _script(bank: OpenBank, subject: str) -> str:
    order = TokenOrder(subject=subject, roles=("auditor",), lifetime=HOUR, factors=2)
    text: str = (await bank.run(IssueToken, order, roles=OPERATOR)).result.text
    return text


async def _glass(bank: OpenBank) -> str:
    emergency = Emergency(reason="a test of the exit")
    text: str = (await bank.run(BreakGlass, emergency, roles=OPERATOR)).result.token.text
    return text


def _assertion(bank: OpenBank, client: Client) -> str:
    return client.assertion(bank.settings.tokens.issuer, SystemClock().now())


async def _client_token(bank: OpenBank, client: Client) -> str:
    grant = ClientGrant(assertion=_assertion(bank, client))
    text: str = (await bank.run(IssueClientToken, grant, roles=STRANGER)).result.access_token
    return text


async def _registered(bank: OpenBank) -> Client:
    client = Client()
    new = NewClient(client_id=client.client_id, roles=("auditor",), keys=client.keys)
    await bank.run(RegisterClient, new, roles=ADMINISTRATOR)
    return client


async def _good(bank: OpenBank, *texts: str) -> list[bool]:
    """Give which tokens a process lets in, by what it knows."""
    authenticator = await bank.container.get(Authenticator)
    good = []
    for text in texts:
        try:
            authenticator.authenticate(text, SystemClock().now())
        except TokenRefused:
            good.append(False)
        else:
            good.append(True)
    return good


async def _at_once(*acts: Any) -> list[Any]:
    """Do things at once, and give what came of each, be it a refusal."""
    return list(await asyncio.gather(*acts, return_exceptions=True))


async def _next_second() -> None:
    """Wait until tokens of another issuer name another second."""
    now = SystemClock().now()
    await asyncio.sleep(1 - now.microsecond / 1_000_000 + 0.001)


async def _looked(*banks: OpenBank) -> None:
    for bank in banks:
        await (await bank.container.get(SessionWatch)).look(SystemClock().now())


async def _used(bank: OpenBank, *texts: str) -> None:
    """Use tokens again and again while something else happens, and look as a process does."""
    for _ in range(20):
        await _good(bank, *texts)
        await asyncio.sleep(0.001)
    await _looked(bank)


async def test_a_client_s_token_that_is_revoked_while_it_is_used_is_refused_and_no_other(
    tmp_path: Path,
) -> None:
    """Scenario: a client has one process revoke a token, ten times over, while another takes it.

    Outcome: once the other has looked it refuses that one; the client's other token is good all the
    time. Two processes that revoke one token at once both do.
    """
    async with _two_processes(tmp_path) as (one, other):
        client = await _registered(one)
        spared = await _client_token(one, client)
        for _ in range(TIMES):
            text = await _client_token(one, client)
            assert await _good(other, text, spared) == [True, True]
            revoking = [Revoking(text, _assertion(one, client)) for _ in range(2)]
            await asyncio.gather(
                one.run(RevokeToken, revoking[0], roles=STRANGER),
                other.run(RevokeToken, revoking[1], roles=STRANGER),
                _used(other, text, spared),
            )
            await _looked(one, other)
            for bank in (one, other):
                assert await _good(bank, text, spared) == [False, True]


async def test_a_process_that_starts_later_refuses_what_was_revoked_before(tmp_path: Path) -> None:
    """Scenario: tokens are revoked, or their holders shut out; then another process begins.

    Outcome: with its first look it refuses them, however long ago that was.
    """
    async with _two_processes(tmp_path) as (one, other):
        script, spared, outsider = await _script(one, "nightly"), await _script(one, "x"), "f3a1"
        await one.run(RevokeToken, Revoking(script), roles=STRANGER)
        with pytest.raises(TokenNotRevocable):
            await one.run(RevokeToken, Revoking(_external()), roles=STRANGER)
        async with unit(one.container) as scope:
            await (await scope.get(EndedTokens)).shut_out(f"sso|{outsider}", SystemClock().now())
        later = SystemClock().now() + timedelta(minutes=40)
        await (await other.container.get(SessionWatch)).look(later)
        texts = script, _external(outsider), spared, _external("e5d0")
        assert await _good(other, *texts) == [False, False, True, True]


async def test_who_is_locked_while_their_tokens_are_used_is_refused_whatever_issued_them(
    tmp_path: Path,
) -> None:
    """Scenario: one process locks somebody while another takes their token and issues a new one.

    Outcome: ten times over, once the other has looked it takes neither, and no third one is issued
    until they are unlocked; tokens of before stay refused then, and new ones are good.
    """
    async with _two_processes(tmp_path) as (one, other):
        customer = (await one.customer()).id
        for _ in range(TIMES):
            before = await _script(one, str(customer))
            assert await _good(other, before) == [True]
            lock = UserToLock(customer=customer, reason=LockReason.SUSPECTED_FRAUD)
            locked, issued, _ = await _at_once(
                one.run(LockPrincipal, lock),
                _script(other, str(customer)),
                _used(other, before),
            )
            assert not isinstance(locked, BaseException), locked
            texts = [before, *([issued] if isinstance(issued, str) else [])]
            assert isinstance(issued, str | NotLetIn)
            await _looked(one, other)
            for bank in (one, other):
                assert not any(await _good(bank, *texts))
                with pytest.raises(NotLetIn):
                    await _script(bank, str(customer))
            unlock = UserToUnlock(customer=customer)
            await one.run(UnlockPrincipal, unlock, roles=("branch_manager",))
            await _looked(one, other)
            new = await _script(other, str(customer))
            for bank in (one, other):
                assert await _good(bank, *texts, new) == [*(False for _ in texts), True]


async def test_everybodys_end_reaches_every_kind_of_token_while_it_is_used(
    tmp_path: Path,
) -> None:
    """Scenario: one process ends everybody's sessions while another is shown tokens of all kinds.

    They are of a script, of an emergency, of a client, and of another issuer.

    Outcome: ten times over, once the other has looked it refuses them all; new ones of the bank's
    own are good at once, in that very second, and another issuer's in the next.
    """
    async with _two_processes(tmp_path) as (one, other):
        client = await _registered(one)
        for _ in range(TIMES):
            texts = [await _script(one, "nightly"), await _glass(one), _external()]
            texts.append(await _client_token(one, client))
            assert all(await _good(other, *texts))
            await asyncio.gather(
                one.run(EndEverybodysSessions, EverybodysSessions(), roles=OPERATOR),
                _used(other, *texts),
            )
            await _looked(one, other)
            new = [await _script(one, "nightly"), await _glass(other)]
            new.append(await _client_token(other, client))
            for bank in (one, other):
                assert not any(await _good(bank, *texts))
                assert all(await _good(bank, *new))
            await _next_second()


async def test_two_endings_of_one_principal_at_once_are_done_one_after_the_other(
    tmp_path: Path,
) -> None:
    """Scenario: two processes end all sessions of somebody whose script is at work, ten times over.

    Outcome: neither is refused, and the script's token is.
    """
    async with _two_processes(tmp_path) as (one, other):
        who = await principal(one.container, "ada")
        for _ in range(TIMES):
            text = await _script(one, who.subject)
            assert await _good(other, text) == [True]
            await asyncio.gather(
                *(
                    at_desk(bank.container, "end_all", who.subject, SessionEnd.PASSWORD_CHANGED)
                    for bank in (one, other)
                )
            )
            await _looked(one, other)
            assert await _good(one, text) == await _good(other, text) == [False]
