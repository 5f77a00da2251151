"""What one server process knows of sessions without asking the database at each request."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.application.identity.sessions.scene import STAFF, Lobby

from bank.application.identity.sessions.session_cookies import SessionCookies
from bank.application.identity.sessions.session_cutoff import SessionCutoff
from bank.application.identity.sessions.session_desk import OpenedSession, SessionKind
from bank.application.identity.sessions.session_watch import TOUCHED_AT_ONCE, SessionWatch
from bank.application.identity.sessions.sessions import Revocation, SessionDirectory
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.authenticator import TokenEnding
from bank.application.ports.unit_of_work import DatabaseUnavailable, TransientFault, UnitOfWork
from bank.domain.principals import Principal, PrincipalState
from bank.domain.sessions import Session, SessionOver
from bank.infrastructure.field_encryption.hkdf_keyed_digests import HkdfKeyedDigests
from bank.infrastructure.in_memory.secrets_source import CountedSecrets
from bank.infrastructure.in_memory.sessions import InMemorySessionDirectory

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


class CountedDirectory(SessionDirectory):
    """Counts what it is asked; ``away``, it answers nothing."""

    def __init__(self, lobby: Lobby) -> None:
        self.behind = InMemorySessionDirectory(lobby.bank.store)
        self.looked_up = 0
        self.touched: list[Mapping[UUID, datetime]] = []
        self.since: list[datetime] = []
        self.away = False

    async def by_cookie(self, digest: bytes) -> tuple[Session, Principal] | None:
        if self.away:
            raise TransientFault
        self.looked_up += 1
        return await self.behind.by_cookie(digest)

    async def revoked(self, since: datetime, now: datetime) -> Sequence[Revocation]:
        self.since.append(since)
        return await self.behind.revoked(since, now)

    async def endings(self, since: datetime, now: datetime) -> Sequence[TokenEnding]:
        return await self.behind.endings(since, now)

    async def cutoff(self) -> datetime | None:
        return await self.behind.cutoff()

    async def touch(self, seen: Mapping[UUID, datetime], now: datetime) -> Sequence[UUID]:
        if self.away:
            raise TransientFault
        self.touched.append(dict(seen))
        return await self.behind.touch(seen, now)


def _watched(lobby: Lobby) -> tuple[CountedDirectory, SessionWatch]:
    directory = CountedDirectory(lobby)
    return directory, lobby.watch(directory)


def _cookie(opened: OpenedSession) -> str:
    assert opened.cookie is not None
    return opened.cookie


async def test_a_cookie_speaks_for_whoever_signed_in(lobby: Lobby) -> None:
    teller = await lobby.principal("teller-7", STAFF, roles=("teller",), branch="main")
    opened = await lobby.open(teller, assurance=2)
    shown = await lobby.watch().signed_in(_cookie(opened), lobby.bank.clock.now())
    assert (shown.subject, shown.roles, shown.branch) == ("teller-7", ("teller",), "main")
    assert (shown.session, shown.assurance) == (str(opened.id), 2)


async def test_a_cookie_is_looked_up_every_five_seconds(lobby: Lobby) -> None:
    directory, watch = _watched(lobby)
    opened = await lobby.open(await lobby.principal())
    began = lobby.bank.clock.now()
    for second in (0, 1, 4.999, 5, 9.999, 10):
        await watch.signed_in(_cookie(opened), began + second * SECOND)
    assert directory.looked_up == 3


@pytest.mark.parametrize(
    "made_up", ["", "x", "A" * 59, "Ä" * 59, "=" * 59, "\x00" * 59, "{}x", "x{}", "{}="]
)
async def test_a_cookie_that_was_made_up_is_not_even_looked_up(lobby: Lobby, made_up: str) -> None:
    directory, watch = _watched(lobby)
    opened = await lobby.open(await lobby.principal())
    with pytest.raises(SessionOver):
        await watch.signed_in(made_up.format(_cookie(opened)), lobby.bank.clock.now())
    assert directory.looked_up == 0


@pytest.mark.parametrize("place", [0, 42, 43, 57])
async def test_no_letter_of_a_cookie_can_be_another(lobby: Lobby, place: int) -> None:
    directory, watch = _watched(lobby)
    cookie = _cookie(await lobby.open(await lobby.principal()))
    other = "A" if cookie[place] != "A" else "B"
    with pytest.raises(SessionOver):
        await watch.signed_in(cookie[:place] + other + cookie[place + 1 :], lobby.bank.clock.now())
    assert directory.looked_up == 0


async def test_another_bank_s_cookie_is_none_here(lobby: Lobby) -> None:
    directory, watch = _watched(lobby)
    others = HkdfKeyedDigests(b"a secret of another bank's......")
    cookie = SessionCookies(CountedSecrets(), others).new()
    with pytest.raises(SessionOver):
        await watch.signed_in(cookie, lobby.bank.clock.now())
    assert directory.looked_up == 0


async def test_a_stolen_digest_is_no_cookie(lobby: Lobby) -> None:
    opened = await lobby.open(await lobby.principal())
    digest = lobby.bank.store.committed.sessions[opened.id].cookie_digest
    assert digest is not None
    for stolen in (digest.hex(), digest.decode("latin-1")):
        with pytest.raises(SessionOver):
            await lobby.watch().signed_in(stolen, lobby.bank.clock.now())


async def test_an_ended_and_an_idle_session_and_a_deactivated_principal_are_not_let_in(
    lobby: Lobby,
) -> None:
    ada, grace = await lobby.principal(), await lobby.principal("grace")
    ended, idle, last = [await lobby.open(ada) for _ in range(3)]
    gone = await lobby.open(grace)
    await lobby.end(ended)
    await lobby.save(replace(grace, state=PrincipalState.DEACTIVATED))
    now = lobby.bank.clock.now()
    for session, at in (
        (ended, now),
        (gone, now),
        (idle, now + 5 * MINUTE),
        (last, last.ends_at),
    ):
        with pytest.raises(SessionOver):
            await lobby.watch().signed_in(_cookie(session), at)


async def test_a_remembered_session_ends_on_its_moment(lobby: Lobby) -> None:
    watch, now = lobby.watch(), lobby.bank.clock.now()
    opened = await lobby.open(await lobby.principal())
    await watch.signed_in(_cookie(opened), now + 5 * MINUTE - SECOND)
    with pytest.raises(SessionOver):
        await watch.signed_in(_cookie(opened), now + 5 * MINUTE)


async def test_an_end_that_was_read_drops_the_cookie_and_has_the_tokens_refused(
    lobby: Lobby,
) -> None:
    watch, now = lobby.watch(), lobby.bank.clock.now()
    ada = await lobby.principal()
    browser, app, stays = [
        await lobby.open(ada, kind)
        for kind in (SessionKind.BROWSER, SessionKind.APP, SessionKind.BROWSER)
    ]
    for session in (browser, stays):
        await watch.signed_in(_cookie(session), now)
    await lobby.end_all("ada", but=stays)
    await watch.signed_in(_cookie(browser), now)
    for _ in range(3):
        await watch.look(now)
    with pytest.raises(SessionOver):
        await watch.signed_in(_cookie(browser), now)
    await watch.signed_in(_cookie(stays), now)
    assert lobby.authenticator.refused.keys() == {str(browser.id), str(app.id)}


async def test_a_cookie_that_was_replaced_is_dropped_by_every_process_at_its_next_look(
    lobby: Lobby,
) -> None:
    """Whichever process took the proof, and although each remembers the cookie for a while."""
    here, there, now = lobby.watch(), lobby.watch(), lobby.bank.clock.now()
    ada = await lobby.principal()
    opened, other = [await lobby.open(ada, SessionKind.BROWSER) for _ in range(2)]
    for watch in (here, there):
        await watch.signed_in(_cookie(opened), now)
        await watch.signed_in(_cookie(other), now)
    proved = await lobby.prove(opened)
    assert proved.cookie is not None
    await there.signed_in(_cookie(opened), now)
    for watch in (here, there):
        await _look(lobby, watch)
        with pytest.raises(SessionOver):
            await watch.signed_in(_cookie(opened), now)
        assert (await watch.signed_in(proved.cookie, now)).session == str(opened.id)
        await watch.signed_in(_cookie(other), now)


async def _look(lobby: Lobby, watch: SessionWatch) -> None:
    """Have a process look, as one that shares no memory with the others."""
    lobby.authenticator.refused.clear()
    await watch.look(lobby.bank.clock.now())


async def test_a_new_process_reads_every_end_of_which_there_may_still_be_tokens(
    lobby: Lobby,
) -> None:
    ada = await lobby.principal()
    old, young = [await lobby.open(ada, SessionKind.APP) for _ in range(2)]
    await lobby.end(old)
    lobby.bank.clock.move(3 * MINUTE)
    await lobby.end(young)
    lobby.bank.clock.move(13 * MINUTE)
    await lobby.watch().look(lobby.bank.clock.now())
    assert lobby.authenticator.refused.keys() == {str(young.id)}


async def test_what_is_committed_late_with_an_earlier_time_is_not_lost(lobby: Lobby) -> None:
    """Scenario: an end that was decided before a look is committed after it.

    Outcome: the next looks still find it, for two minutes.
    """
    directory, watch = _watched(lobby)
    opened = await lobby.open(await lobby.principal(), SessionKind.APP)
    decided = lobby.bank.clock.now()
    await watch.look(decided + MINUTE)
    lobby.bank.clock.set(decided)
    await lobby.end(opened)
    await watch.look(decided + MINUTE + SECOND)
    assert lobby.authenticator.refused.keys() == {str(opened.id)}
    assert directory.since[-1] == decided - MINUTE


async def test_an_end_during_a_look_up_counts(lobby: Lobby) -> None:
    """Scenario: a cookie is looked up; before the answer is here the session ends and is read.

    Outcome: the stale answer lets nobody in.
    """
    opened = await lobby.open(await lobby.principal())
    now = lobby.bank.clock.now()

    class Slow(CountedDirectory):
        async def by_cookie(self, digest: bytes) -> tuple[Session, Principal] | None:
            found = await super().by_cookie(digest)
            await lobby.end(opened)
            await watch.look(now)
            return found

    watch = lobby.watch(Slow(lobby))
    with pytest.raises(SessionOver):
        await watch.signed_in(_cookie(opened), now)


async def test_uses_are_written_at_once_after_a_quiet_time_and_then_every_half_minute(
    lobby: Lobby,
) -> None:
    directory, watch = _watched(lobby)
    opened = await lobby.open(await lobby.principal())
    began = lobby.bank.clock.now()
    for second in range(65):
        watch.seen(str(opened.id), began + second * SECOND)
        await watch.touch(began + second * SECOND)
    written = [(each[opened.id] - began) // SECOND for each in directory.touched]
    assert written == [0, 30, 60]
    await watch.touch(began + 90 * SECOND)
    assert directory.touched[-1] == {opened.id: began + 64 * SECOND}
    await watch.touch(began + 120 * SECOND)
    assert len(directory.touched) == 4


async def test_whoever_comes_every_four_minutes_stays_and_whoever_took_six_is_out(
    lobby: Lobby,
) -> None:
    watch = lobby.watch()
    ada = await lobby.principal()
    regular, late = await lobby.open(ada, SessionKind.APP), await lobby.open(ada, SessionKind.APP)
    began = lobby.bank.clock.now()
    for minute in (4, 6, 8, 12):
        session = late if minute == 6 else regular
        watch.seen(str(session.id), began + minute * MINUTE)
        await watch.touch(began + minute * MINUTE)
    assert lobby.kept(regular).in_force(began + 16 * MINUTE)
    assert lobby.authenticator.refused.keys() == {str(late.id)}


async def test_sessions_of_other_issuers_and_services_are_passed_by(lobby: Lobby) -> None:
    watch, now = lobby.watch(), lobby.bank.clock.now()
    for foreign in ("keycloak says hello", str(lobby.bank.ids.new())):
        watch.seen(foreign, now)
    await watch.touch(now)
    assert not lobby.authenticator.refused


async def test_what_could_not_be_written_is_written_later_with_its_own_time(lobby: Lobby) -> None:
    directory, watch = _watched(lobby)
    opened = await lobby.open(await lobby.principal())
    began = lobby.bank.clock.now()
    watch.seen(str(opened.id), began + SECOND)
    directory.away = True
    with pytest.raises(TransientFault):
        await watch.touch(began + SECOND)
    directory.away = False
    await watch.touch(began + 2 * SECOND)
    assert lobby.kept(opened).seen_at == began + SECOND


async def test_a_use_while_an_earlier_one_is_written_is_not_lost(lobby: Lobby) -> None:
    opened = await lobby.open(await lobby.principal())
    began = lobby.bank.clock.now()

    class Slow(CountedDirectory):
        async def touch(self, seen: Mapping[UUID, datetime], now: datetime) -> Sequence[UUID]:
            watch.seen(str(opened.id), began + 2 * SECOND)
            return await super().touch(seen, now)

    watch = lobby.watch(Slow(lobby))
    watch.seen(str(opened.id), began + SECOND)
    for second in (1, 31):
        await watch.touch(began + second * SECOND)
    assert lobby.kept(opened).seen_at == began + 2 * SECOND


async def test_a_crowd_is_written_in_turns(lobby: Lobby) -> None:
    directory, watch = _watched(lobby)
    now = lobby.bank.clock.now()
    for _ in range(TOUCHED_AT_ONCE + 1):
        watch.seen(str(lobby.bank.ids.new()), now)
    for _ in range(3):
        await watch.touch(now)
    assert [len(each) for each in directory.touched] == [TOUCHED_AT_ONCE, 1]


async def test_a_database_that_is_away_is_no_end_of_the_session(lobby: Lobby) -> None:
    directory, watch = _watched(lobby)
    opened = await lobby.open(await lobby.principal())
    directory.away = True
    with pytest.raises(DatabaseUnavailable):
        await watch.signed_in(_cookie(opened), lobby.bank.clock.now())


async def _cut(lobby: Lobby) -> None:
    async with lobby.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        await (await scope.get(SessionCutoff)).put(lobby.bank.clock.now())
        await (await scope.get(UnitOfWork)).commit()


async def test_once_everybodys_ended_no_remembered_cookie_opens_anything(lobby: Lobby) -> None:
    watch, ada = lobby.watch(), await lobby.principal()
    before = _cookie(await lobby.open(ada))
    await watch.signed_in(before, lobby.bank.clock.now())
    lobby.bank.clock.move(SECOND)
    await _cut(lobby)
    await watch.look(lobby.bank.clock.now())
    assert lobby.authenticator.refused_until == lobby.bank.clock.now()
    with pytest.raises(SessionOver):
        await watch.signed_in(before, lobby.bank.clock.now())
    lobby.bank.clock.move(SECOND)
    after = _cookie(await lobby.open(ada))
    assert (await watch.signed_in(after, lobby.bank.clock.now())).subject == "ada"
    with pytest.raises(SessionOver):
        await lobby.watch().signed_in(before, lobby.bank.clock.now())


async def test_once_everybodys_ended_whoever_is_seen_is_looked_for_at_once(lobby: Lobby) -> None:
    """A token that slipped through by another clock is found out by its first use."""
    watch, ada = lobby.watch(), await lobby.principal()
    session = await lobby.open(ada, SessionKind.APP)
    watch.seen(str(session.id), lobby.bank.clock.now())
    await watch.touch(lobby.bank.clock.now())
    lobby.bank.clock.move(SECOND)
    await _cut(lobby)
    await watch.look(lobby.bank.clock.now())
    watch.seen(str(session.id), lobby.bank.clock.now())
    await watch.touch(lobby.bank.clock.now())
    assert str(session.id) in lobby.authenticator.refused
