"""Races about fresh proofs: real connections, two banks over one database being two processes."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.people_who_sign_in import PASSWORD, Person
from tests.system.assembly import CUSTOMER, OpenBank
from tests.system.session_scene import at_desk, unit
from tests.system.two_banks import TwoBanks, names_of, two_banks

from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.identity.registration.give_due_diligence import (
    GiveDueDiligence,
    ReadDueDiligence,
)
from bank.application.identity.sessions.session_cookies import digest_of
from bank.application.identity.sessions.session_desk import OpenedSession, SessionEnd, SessionOrder
from bank.application.identity.sessions.sessions import SessionDirectory, Sessions
from bank.application.identity.sign_in.prove_again import NewProof, ProveAgain
from bank.application.pipeline.act import Caller
from bank.application.pipeline.pipeline import Done
from bank.application.ports.idempotency import RequestInFlight
from bank.domain.audit import Actor
from bank.domain.due_diligence import DueDiligence
from bank.domain.factors import FactorKind
from bank.domain.parties import CustomerKind
from bank.domain.sessions import FreshProofNeeded, ProofFailed, Session, SessionKind, SessionOver
from bank.domain.sign_in_guard import SignInThrottled

STEP = timedelta(seconds=30)
HOUR = timedelta(hours=1)
ROUNDS = 10


class Two(TwoBanks):
    """Two processes at which people prove again who they are."""

    async def session(self, whose: Person, kind: SessionKind) -> OpenedSession:
        order = SessionOrder(principal=whose.principal, kind=kind, assurance=1)
        opened: OpenedSession = await at_desk(self.one.container, "open", order)
        return opened

    async def prove(
        self,
        bank: OpenBank,
        whose: Person,
        session: UUID,
        password: str = PASSWORD,
        code: str | None = None,
    ) -> Any:
        shown = NewProof(password=password)
        if code is not None:
            shown = NewProof(password=password, kind=FactorKind.TOTP, proof={"code": code})
        who: Any = {
            "roles": CUSTOMER,
            "subject": whose.principal.subject,
            "session": str(session),
        }
        return (await bank.run(ProveAgain, shown, **who)).result

    async def kept(self, session: UUID) -> Session:
        async with unit(self.one.container) as scope:
            found: Session | None = await (await scope.get(Sessions)).find(session)
        assert found is not None
        return found


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    async with two_banks(tmp_path, Two) as opened:
        yield opened


async def test_guessing_in_many_requests_at_once_buys_no_more_guesses(two: Two) -> None:
    """Scenario: a thief has a session, and sends twenty passwords at once to two processes.

    Outcome: five are compared and counted, the others have to wait, and so does the right one; the
    session is as fresh as it was, and its owner signs in meanwhile as ever.
    """
    ada = await two.person("ada@example.com")
    opened = await two.session(ada, SessionKind.APP)
    guesses = [
        two.prove(bank, ada, opened.id, f"guess {each}")
        for each in range(10)
        for bank in (two.one, two.other)
    ]
    results = await asyncio.gather(*guesses, return_exceptions=True)
    assert names_of(results) == {ProofFailed.__name__: 5, SignInThrottled.__name__: 15}
    with pytest.raises(SignInThrottled):
        await two.prove(two.one, ada, opened.id)
    before = (await two.kept(opened.id)).proved_at
    two.clock.move(STEP)
    await two.prove(two.one, ada, opened.id)
    assert (await two.kept(opened.id)).proved_at == before + STEP


async def test_one_code_proves_one_session_once(two: Two) -> None:
    """Scenario: two sessions of one person are proved by the same code at once, over and over.

    Outcome: one of them is, each time.
    """
    ada = await two.person("ada@example.com", totp=True)
    sessions = [await two.session(ada, SessionKind.APP) for _ in range(2)]
    for _ in range(ROUNDS):
        two.clock.move(STEP)
        code = ada.code(two.clock.now())
        tries = [
            two.prove(bank, ada, session.id, code=code)
            for bank, session in zip((two.one, two.other), sessions, strict=True)
        ]
        results = await asyncio.gather(*tries, return_exceptions=True)
        assert names_of(results) == {"ProvedSession": 1, ProofFailed.__name__: 1}
        fresh = [(await two.kept(each.id)).proved_at == two.clock.now() for each in sessions]
        assert sorted(fresh) == [False, True]


async def test_a_session_that_ends_while_it_is_proved_stays_ended(two: Two) -> None:
    """Scenario: a browser's session is proved in one process while another ends it, ten times.

    Outcome: whichever comes first, it is over, and no cookie, new or old, lets anybody in.
    """
    ada = await two.person("ada@example.com")
    won: Counter[str] = Counter()
    for _ in range(ROUNDS):
        opened = await two.session(ada, SessionKind.BROWSER)
        proving = two.prove(two.one, ada, opened.id)
        ending = at_desk(two.other.container, "end", opened.id, SessionEnd.SIGNED_OUT)
        results: Any = await asyncio.gather(proving, ending, return_exceptions=True)
        proved, ended = results
        assert ended is True
        won[type(proved).__name__] += 1
        assert won.keys() <= {"ProvedSession", SessionOver.__name__}
        kept = await two.kept(opened.id)
        assert kept.ended_at is not None
        assert not kept.in_force(two.clock.now())
        directory = await two.one.container.get(SessionDirectory)
        new = getattr(proved, "cookie", None)
        found = await directory.by_cookie(digest_of(new or opened.cookie or ""))
        assert found is not None
        assert not found[0].in_force(two.clock.now())
        if new is not None:
            assert await directory.by_cookie(digest_of(opened.cookie or "")) is None
    assert sum(won.values()) == ROUNDS


async def test_two_proofs_at_once_leave_one_cookie_that_is_good(two: Two) -> None:
    """Scenario: two pages of one browser prove the same session at the same moment.

    Outcome: both are told that they did, one after the other, and the last cookie is the one.
    """
    ada = await two.person("ada@example.com")
    opened = await two.session(ada, SessionKind.BROWSER)
    tries = [two.prove(bank, ada, opened.id) for bank in (two.one, two.other)]
    proved = await asyncio.gather(*tries)
    directory = await two.one.container.get(SessionDirectory)
    good = [await directory.by_cookie(digest_of(each.cookie)) for each in proved]
    assert [each is None for each in good].count(True) == 1


async def test_what_became_known_meanwhile_changes_by_a_fresh_proof_alone(two: Two) -> None:
    """Scenario: by a proof an hour old, two nationalities are given at once where none was known.

    Outcome: one of them is written down, whichever, and the other would change it: it is refused.
    """
    new = NewCustomer(kind=CustomerKind.PERSON, full_name="Ida Sommer", email="ida@example.com")
    for _ in range(ROUNDS):
        ida = str((await two.one.run(CreateCustomer, new)).result.id)
        tries = [
            _say(bank, ida, nationality, two.clock.now() - HOUR)
            for bank, nationality in ((two.one, "GB"), (two.other, "FR"))
        ]
        results = await asyncio.gather(*tries, return_exceptions=True)
        assert names_of(results) == {"Done": 1, FreshProofNeeded.__name__: 1}
        (done,) = (each for each in results if isinstance(each, Done))
        known = await two.one.run(ReadDueDiligence, None, subject=ida, roles=CUSTOMER)
        assert known.result.known == done.result.known


async def test_one_request_by_a_stale_and_by_a_fresh_proof_is_done_once(two: Two) -> None:
    """Scenario: one request under one key, at two processes, by proofs an hour old and by new ones.

    The stale look at what is known, and lock it, before they claim the key; the fresh claim first.

    Outcome: it is done once. The others are told that, or that it is under way; none waits for ever
    or is told that the bank is away.
    """
    new = NewCustomer(kind=CustomerKind.PERSON, full_name="Ida Sommer", email="ida@example.com")
    for _ in range(ROUNDS // 3):
        ida = str((await two.one.run(CreateCustomer, new)).result.id)
        tries = [
            _say(bank, ida, "GB", proved_at)
            for bank in (two.one, two.other)
            for proved_at in (two.clock.now() - HOUR, two.clock.now())
        ]
        results = await asyncio.gather(*tries, return_exceptions=True)
        assert [isinstance(each, Done) and not each.replayed for each in results].count(True) == 1
        assert names_of(results).keys() <= {"Done", RequestInFlight.__name__}
        for proved_at in (two.clock.now() - HOUR, two.clock.now()):
            assert (await _say(two.one, ida, "GB", proved_at)).replayed


async def _say(bank: OpenBank, subject: str, nationality: str, proved_at: datetime) -> Done[Any]:
    who = Actor(
        kind="token",
        subject=subject,
        pseudonym=bank.digests.pseudonym(subject),
        roles=CUSTOMER,
        proved_at=proved_at,
    )
    given = DueDiligence(nationality=nationality)
    caller = Caller(actor=who, idempotency_key=nationality, fingerprint=nationality.encode())
    return await bank.pipeline.run(GiveDueDiligence, given, caller)
