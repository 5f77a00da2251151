"""Sessions are opened, renewed and ended."""

import json
from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.application.identity.sessions.scene import STAFF, Lobby

from bank.application.identity.sessions.session_cookies import digest_of
from bank.application.identity.sessions.session_desk import SessionEnd, SessionKind
from bank.application.identity.sessions.session_terms import SessionTerms
from bank.domain.principals import PrincipalState
from bank.domain.sessions import NotLetIn, SessionOver

APP = SessionKind.APP
MINUTE = timedelta(minutes=1)


def _claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


async def test_a_browser_s_session_is_a_cookie_of_which_the_bank_keeps_a_digest(
    lobby: Lobby,
) -> None:
    opened = await lobby.open(await lobby.principal(), assurance=2)
    assert opened.cookie is not None
    assert len(urlsafe_b64decode(opened.cookie + "=")) == 32 + 12
    assert (opened.access_token, opened.refresh_token) == (None, None)
    assert opened.cookie not in repr(opened)
    row = lobby.bank.store.committed.sessions[opened.id]
    assert row.cookie_digest == digest_of(opened.cookie)
    assert opened.cookie not in repr(row)
    session = lobby.kept(opened)
    assert (session.subject, session.assurance, session.kind) == ("ada", 2, SessionKind.BROWSER)


async def test_no_two_cookies_are_the_same(lobby: Lobby) -> None:
    ada = await lobby.principal()
    assert len({(await lobby.open(ada)).cookie for _ in range(5)}) == 5


async def test_an_app_s_session_is_an_access_token_of_15_minutes_and_a_refresh_token(
    lobby: Lobby,
) -> None:
    teller = await lobby.principal("teller-7", STAFF, roles=("auditor", "teller"), branch="main")
    opened = await lobby.open(teller, APP, assurance=2)
    assert opened.cookie is None
    assert opened.refresh_token
    claims = _claims(opened.access_token or "")
    assert claims["sid"] == str(opened.id)
    assert (claims["sub"], claims["roles"]) == ("teller-7", ["auditor", "teller"])
    assert (claims["acr"], claims["branch"]) == ("2", "main")
    assert claims["exp"] - claims["iat"] == 15 * 60
    for secret in (opened.access_token, opened.refresh_token):
        assert str(secret) not in repr(opened)


async def test_a_proof_gives_a_browser_another_cookie_and_an_app_a_token_that_says_when(
    lobby: Lobby,
) -> None:
    ada = await lobby.principal()
    browser, app = await lobby.open(ada), await lobby.open(ada, APP)
    signed_in = int(lobby.bank.clock.now().timestamp())
    assert _claims(app.access_token or "")["auth_time"] == signed_in
    lobby.bank.clock.move(4 * MINUTE)
    by_cookie, by_token = await lobby.prove(browser), await lobby.prove(app)
    assert by_cookie.cookie not in (None, browser.cookie)
    assert by_cookie.access_token is None
    row = lobby.bank.store.committed.sessions[browser.id]
    assert row.cookie_digest == digest_of(by_cookie.cookie or "")
    assert by_cookie.proved_at == lobby.kept(browser).proved_at == lobby.bank.clock.now()
    assert by_token.cookie is None
    assert str(by_token.access_token) not in repr(by_token)
    assert _claims(by_token.access_token or "")["auth_time"] == signed_in + 4 * 60
    # A refresh token may have been copied: what it gets is as old as the sign-in.
    assert _claims((await lobby.renew(app)).text)["auth_time"] == signed_in


async def test_no_proof_opens_what_is_over(lobby: Lobby) -> None:
    ada = await lobby.principal()
    ended, idle = await lobby.open(ada), await lobby.open(ada)
    await lobby.end(ended)
    with pytest.raises(SessionOver):
        await lobby.prove(ended)
    lobby.bank.clock.move(5 * MINUTE)
    with pytest.raises(SessionOver):
        await lobby.prove(idle)


async def test_customers_are_out_after_5_idle_minutes_and_staff_after_an_hour(
    lobby: Lobby,
) -> None:
    now = lobby.bank.clock.now()
    customer = lobby.kept(await lobby.open(await lobby.principal()))
    staff = lobby.kept(await lobby.open(await lobby.principal("teller-7", STAFF)))
    assert (customer.good_until, customer.ends_at) == (now + 5 * MINUTE, now + 720 * MINUTE)
    assert (staff.good_until, staff.ends_at) == (now + 60 * MINUTE, now + 480 * MINUTE)


@pytest.mark.parametrize(
    "change",
    [{"state": PrincipalState.DEACTIVATED}, {"state": PrincipalState.INVITED}, {"roles": ()}],
)
async def test_whoever_was_let_go_during_their_sign_in_gets_no_session(
    lobby: Lobby, change: dict[str, Any]
) -> None:
    ada = await lobby.principal()
    await lobby.save(replace(ada, **change))
    with pytest.raises(NotLetIn):
        await lobby.open(ada)
    assert not lobby.bank.store.committed.sessions


async def test_a_renewed_token_says_what_the_principal_may_now(lobby: Lobby) -> None:
    teller = await lobby.principal("teller-7", STAFF, roles=("teller",))
    opened = await lobby.open(teller, APP)
    await lobby.save(replace(teller, roles=("auditor",), branch="main"))
    lobby.bank.clock.move(14 * MINUTE)
    claims = _claims((await lobby.renew(opened)).text)
    assert (claims["roles"], claims["branch"]) == (["auditor"], "main")
    assert claims["sid"] == str(opened.id)
    assert lobby.kept(opened).seen_at == lobby.bank.clock.now()


async def test_no_token_outlives_its_session(lobby: Lobby) -> None:
    opened = await lobby.open(await lobby.principal("teller-7", STAFF), APP)
    tokens = []
    for _ in range(11):
        lobby.bank.clock.move(timedelta(minutes=43))
        tokens.append(await lobby.renew(opened))
    assert tokens[-1].expires_at == opened.ends_at
    lobby.bank.clock.set(opened.ends_at - timedelta(milliseconds=999))
    with pytest.raises(SessionOver):
        await lobby.renew(opened)


async def test_no_token_is_good_for_longer_than_its_session_may_be_left_unused(
    lobby: Lobby,
) -> None:
    ada = await lobby.principal()
    opened = await lobby.open(ada, APP)
    assert opened.access_expires_at is not None
    assert opened.access_expires_at <= lobby.bank.clock.now() + 5 * MINUTE
    lobby.bank.clock.move(4 * MINUTE)
    renewed = await lobby.renew(opened)
    assert renewed.expires_at <= lobby.kept(opened).good_until


async def test_what_is_over_is_not_renewed(lobby: Lobby) -> None:
    ada = await lobby.principal()
    browser, ended, idle = [await lobby.open(ada, kind) for kind in (SessionKind.BROWSER, APP, APP)]
    await lobby.end(ended)
    for session in (browser, ended, replace(ended, id=lobby.bank.ids.new())):
        with pytest.raises(SessionOver):
            await lobby.renew(session)
    lobby.bank.clock.move(5 * MINUTE)
    with pytest.raises(SessionOver):
        await lobby.renew(idle)


async def test_nothing_is_renewed_for_whoever_was_deactivated(lobby: Lobby) -> None:
    ada = await lobby.principal()
    opened = await lobby.open(ada, APP)
    await lobby.save(replace(ada, state=PrincipalState.DEACTIVATED))
    with pytest.raises(SessionOver):
        await lobby.renew(opened)


async def test_an_end_is_written_once_with_its_reason_and_revoked_for_as_long_as_tokens_last(
    lobby: Lobby,
) -> None:
    opened = await lobby.open(await lobby.principal(), APP)
    assert await lobby.end(opened, SessionEnd.REFRESH_REUSED)
    ended_at = lobby.bank.clock.now()
    lobby.bank.clock.move(MINUTE)
    assert not await lobby.end(opened, SessionEnd.SIGNED_OUT)
    assert not await lobby.end(replace(opened, id=lobby.bank.ids.new()))
    session = lobby.kept(opened)
    assert (session.ended_at, session.end_reason) == (ended_at, SessionEnd.REFRESH_REUSED)
    (revocation,) = lobby.bank.store.committed.revocations.values()
    assert (revocation.at, revocation.until) == (ended_at, ended_at + 16 * MINUTE)


async def test_all_sessions_of_one_principal_end_but_the_one_that_is_named(lobby: Lobby) -> None:
    ada, grace = await lobby.principal(), await lobby.principal("grace")
    first, second, third = [await lobby.open(ada) for _ in range(3)]
    another = await lobby.open(grace)
    assert await lobby.end_all("ada", but=second) == 2
    assert await lobby.end_all("ada", but=second) == 0
    assert await lobby.end_all("nobody") == 0
    ended = [lobby.kept(each).ended_at is not None for each in (first, second, third, another)]
    assert ended == [True, False, True, False]


async def test_the_tokens_of_a_session_that_was_left_unused_end_with_all_others(
    lobby: Lobby,
) -> None:
    opened = await lobby.open(await lobby.principal(), APP)
    lobby.bank.clock.move(14 * MINUTE)
    assert await lobby.end_all("ada") == 1
    assert opened.id in lobby.bank.store.committed.revocations


async def test_one_session_too_many_ends_the_longest_unused(lobby: Lobby) -> None:
    ada, most = await lobby.principal(), SessionTerms().most
    sessions = []
    for _ in range(most):
        lobby.bank.clock.move(timedelta(seconds=1))
        sessions.append(await lobby.open(ada, APP))
    assert all(lobby.kept(each).ended_at is None for each in sessions)
    await lobby.renew(sessions[0])
    sessions.append(await lobby.open(ada, APP))
    over = [each for each in sessions if lobby.kept(each).ended_at is not None]
    assert over == [sessions[1]]
    assert lobby.kept(sessions[1]).end_reason is SessionEnd.TOO_MANY
    assert sessions[1].id in lobby.bank.store.committed.revocations


async def test_a_session_takes_the_place_of_one_whoever_s_it_was(lobby: Lobby) -> None:
    ada, grace = await lobby.principal(), await lobby.principal("grace")
    before, beside = await lobby.open(ada), await lobby.open(ada)
    opened = await lobby.open(grace, replaces=before.id)
    assert opened.replaced == before.id
    assert lobby.kept(before).end_reason is SessionEnd.REPLACED
    assert before.id in lobby.bank.store.committed.revocations
    assert lobby.kept(beside).ended_at is None
    again = await lobby.open(grace, replaces=before.id)
    assert again.replaced is None
    assert (await lobby.open(grace, replaces=lobby.bank.ids.new())).replaced is None


async def test_what_is_replaced_makes_room(lobby: Lobby) -> None:
    ada, most = await lobby.principal(), SessionTerms().most
    opened = [await lobby.open(ada) for _ in range(most)]
    await lobby.open(ada, replaces=opened[-1].id)
    ended = [each for each in opened if lobby.kept(each).ended_at is not None]
    assert ended == [opened[-1]]
