"""Tokens that two server processes are shown at once, on real PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests import postgresql
from tests.signing import Client
from tests.system.assembly import OpenBank, bank_over, seeded

from bank.application.identity.clients.change_client import ClientDeactivation, DeactivateClient
from bank.application.identity.clients.register_client import NewClient, RegisterClient
from bank.application.identity.principals import Principals
from bank.application.identity.sessions.session_desk import (
    OpenedSession,
    SessionDesk,
    SessionKind,
    SessionOrder,
)
from bank.application.identity.sessions.session_watch import SessionWatch
from bank.application.identity.sessions.sessions import Sessions
from bank.application.identity.tokens.grants import (
    ClientUnproved,
    GrantedTokens,
    GrantInvalid,
    RefreshTokenReused,
)
from bank.application.identity.tokens.issue_client_token import ClientGrant, IssueClientToken
from bank.application.identity.tokens.refresh_session import RefreshGrant, RefreshSession
from bank.application.identity.tokens.revoke_token import RevokeToken, Revoking
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.authenticator import Authenticator, TokenInvalid
from bank.application.ports.unit_of_work import UnitOfWork
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.principals import Principal, PrincipalKind, PrincipalState
from bank.domain.service_clients import ServiceClient
from bank.domain.sessions import Session, SessionEnd
from bank.infrastructure.system.clock import SystemClock

STRANGER, ADMINISTRATOR = ("anonymous",), ("administrator",)
ROUNDS = 10


@asynccontextmanager
async def _two_processes(home: Path) -> AsyncIterator[tuple[OpenBank, OpenBank]]:
    with postgresql.database(seeded) as database:
        async with bank_over(database, home) as one, bank_over(database, home) as other:
            yield one, other


async def _app(bank: OpenBank, subject: str) -> OpenedSession:
    now = SystemClock().now()
    async with DishkaScopes(bank.container).open(UseCaseKind.COMMAND) as scope:
        principals = await scope.get(Principals)
        principal = Principal(
            row=await principals.next_row(),
            subject=subject,
            kind=PrincipalKind.STAFF,
            state=PrincipalState.ACTIVE,
            roles=("auditor",),
            created_at=now,
        )
        await principals.add(principal)
        order = SessionOrder(principal=principal, kind=SessionKind.APP, assurance=2)
        opened = await (await scope.get(SessionDesk)).open(order, now)
        await (await scope.get(UnitOfWork)).commit()
    return opened


async def _session(bank: OpenBank, opened: OpenedSession) -> Session:
    async with DishkaScopes(bank.container).open(UseCaseKind.QUERY) as scope:
        found = await (await scope.get(Sessions)).find(opened.id)
    assert found is not None
    return found


async def _refresh(bank: OpenBank, token: str | None) -> GrantedTokens:
    done = await bank.run(RefreshSession, RefreshGrant(str(token)), roles=STRANGER)
    granted: GrantedTokens = done.result
    return granted


async def _registered(bank: OpenBank, client: Client) -> ServiceClient:
    new = NewClient(client_id=client.client_id, roles=("auditor",), keys=client.keys)
    registered: ServiceClient = (await bank.run(RegisterClient, new, roles=ADMINISTRATOR)).result
    return registered


def _grant(bank: OpenBank, client: Client) -> ClientGrant:
    shown = client.assertion(bank.settings.tokens.issuer, SystemClock().now())
    return ClientGrant(assertion=shown)


def _split(results: Sequence[Any]) -> tuple[list[Any], list[Exception]]:
    refused = [each for each in results if isinstance(each, Exception)]
    return [each for each in results if not isinstance(each, Exception)], refused


async def test_of_two_who_show_a_refresh_token_at_once_one_wins_and_then_the_session_ends(
    tmp_path: Path,
) -> None:
    """Scenario: two processes are shown the same refresh token at once, ten times over.

    Outcome: one gets tokens; the other is refused, the session is over, and with it what the first
    one got.
    """
    async with _two_processes(tmp_path) as (one, other):
        for number in range(ROUNDS):
            opened = await _app(one, f"auditor-{number}")
            results = await asyncio.gather(
                _refresh(one, opened.refresh_token),
                _refresh(other, opened.refresh_token),
                return_exceptions=True,
            )
            granted, refused = _split(results)
            assert [type(each) for each in refused] == [RefreshTokenReused]
            assert (await _session(one, opened)).end_reason is SessionEnd.REFRESH_REUSED
            (winner,) = granted
            (lost,) = _split(
                await asyncio.gather(_refresh(one, winner.refresh_token), return_exceptions=True)
            )[1]
            assert type(lost) is GrantInvalid


async def test_an_assertion_is_accepted_once_however_many_are_shown_it(tmp_path: Path) -> None:
    """Scenario: two processes are shown the same assertion at once, ten times over.

    Outcome: one of them issues a token.
    """
    client = Client()
    async with _two_processes(tmp_path) as (one, other):
        await _registered(one, client)
        for _ in range(ROUNDS):
            grant = _grant(one, client)
            results = await asyncio.gather(
                *[bank.run(IssueClientToken, grant, roles=STRANGER) for bank in (one, other)],
                return_exceptions=True,
            )
            granted, refused = _split(results)
            assert len(granted) == 1
            assert [isinstance(each, ClientUnproved) for each in refused] == [True]


async def test_a_session_is_not_refreshed_past_its_revocation(tmp_path: Path) -> None:
    """Scenario: one process revokes a session while another refreshes it, ten times over.

    Outcome: whatever came first, no token of the session is good afterwards.
    """
    async with _two_processes(tmp_path) as (one, other):
        for number in range(ROUNDS):
            opened = await _app(one, f"auditor-{number}")
            results = await asyncio.gather(
                one.run(RevokeToken, Revoking(str(opened.access_token)), roles=STRANGER),
                _refresh(other, opened.refresh_token),
                return_exceptions=True,
            )
            granted, refused = _split(results)
            assert all(type(each) is GrantInvalid for each in refused)
            assert (await _session(one, opened)).end_reason is SessionEnd.SIGNED_OUT
            following = [each for each in granted if isinstance(each, GrantedTokens)]
            for token in (opened.refresh_token, *[each.refresh_token for each in following]):
                again = await asyncio.gather(_refresh(one, token), return_exceptions=True)
                assert isinstance(again[0], GrantInvalid)
            authenticator = await other.container.get(Authenticator)
            await (await other.container.get(SessionWatch)).look(SystemClock().now())
            for text in (opened.access_token, *[each.access_token for each in following]):
                assert _is_refused(authenticator, text)


async def test_a_deactivated_client_is_refused_by_the_other_process_as_well(
    tmp_path: Path,
) -> None:
    """Scenario: a client is deactivated at one process; another has accepted its token before.

    Outcome: once the other has looked, it refuses the token that it remembered.
    """
    client = Client()
    async with _two_processes(tmp_path) as (one, other):
        registered = await _registered(one, client)
        done = await one.run(IssueClientToken, _grant(one, client), roles=STRANGER)
        authenticator = await other.container.get(Authenticator)
        text = done.result.access_token
        assert authenticator.authenticate(text, SystemClock().now()).subject == "payments"
        off = ClientDeactivation(client=registered.id)
        await one.run(DeactivateClient, off, roles=ADMINISTRATOR)
        await (await other.container.get(SessionWatch)).look(SystemClock().now())
        assert _is_refused(authenticator, text)


def _is_refused(authenticator: Authenticator, text: str | None) -> bool:
    try:
        authenticator.authenticate(text, SystemClock().now())
    except TokenInvalid:
        return True
    return False
