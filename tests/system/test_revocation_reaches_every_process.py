"""A session that ends, ends in every server process within a second."""

import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from itertools import count
from typing import Any, TypeVar

import httpx
import pytest
from dishka import AsyncContainer
from tests.system.served_bank import ServedBank
from tests.system.session_scene import ended, opened, principal

from bank.application.identity.sessions.session_desk import OpenedSession, SessionKind
from bank.application.pipeline.pipeline import Pipeline
from bank.bootstrap.office import Office

pytestmark = pytest.mark.slow

Answer = TypeVar("Answer")
OWN = "/v1/me/sessions"
OUR_PAGE = {"X-Bank-Client": "tests", "Sec-Fetch-Site": "same-origin"}
_PAUSE_SECONDS, _LOOKS = 0.1, 10
"""Ten looks, a tenth of a second apart: the second that the bank has."""

_CONNECTIONS = 12
"""So many that both processes have some."""

_people = count(1)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedBank]:
    home = tmp_path_factory.mktemp("sessions") / "home"
    with ServedBank(home, "--bank.server.workers=2") as bank:
        bank.start()
        yield bank


@pytest.fixture
def clients(served: ServedBank) -> Iterator[list[httpx.Client]]:
    """Connections that stay open, to both processes."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(httpx.Client(base_url=served.url, timeout=30.0))
            for _ in range(_CONNECTIONS)
        ]


def _run(served: ServedBank, work: Callable[[AsyncContainer], Awaitable[Answer]]) -> Answer:
    """Do something beside the served bank, in a process that has no sessions in memory."""

    async def within(container: AsyncContainer, _pipeline: Pipeline) -> Answer:
        return await work(container)

    return Office.configured(served.settings).run(within)


def _signed_in(served: ServedBank, *kinds: SessionKind) -> list[OpenedSession]:
    async def work(container: AsyncContainer) -> list[OpenedSession]:
        who = await principal(container, f"ada-{next(_people)}")
        return [await opened(container, who, kind) for kind in kinds]

    return _run(served, work)


def _headers(session: OpenedSession) -> dict[str, str]:
    if session.cookie is not None:
        return {"Cookie": f"__Host-session={session.cookie}"}
    return {"Authorization": f"Bearer {session.access_token}"}


def _statuses(clients: list[httpx.Client], session: OpenedSession) -> list[int]:
    return [each.get(OWN, headers=_headers(session)).status_code for each in clients]


def _asked(served: ServedBank) -> int:
    """Give how many of the server processes somebody is connected to."""
    return sum(
        any(each.status == "ESTABLISHED" for each in worker.net_connections("tcp4"))
        for worker in served.workers
    )


def _refused_in_time(clients: list[httpx.Client], *sessions: OpenedSession) -> bool:
    """Look again and again until every connection is refused, for a second at most."""
    for _ in range(_LOOKS):
        time.sleep(_PAUSE_SECONDS)
        if {each for session in sessions for each in _statuses(clients, session)} == {401}:
            return True
    return False


def test_an_ended_session_is_refused_by_both_processes_within_a_second(
    served: ServedBank, clients: list[httpx.Client]
) -> None:
    """Scenario: a cookie and a token are used at both of two processes; both sessions are ended.

    Outcome: within ten looks in a second no connection lets anybody in by them; a third session of
    the same person goes on.
    """
    browser, app, other = _signed_in(served, SessionKind.BROWSER, SessionKind.APP, SessionKind.APP)
    everybody = (browser, app, other)
    assert {each for session in everybody for each in _statuses(clients, session)} == {200}
    assert _asked(served) == 2

    async def end(container: AsyncContainer) -> None:
        await ended(container, browser)
        await ended(container, app)

    _run(served, end)
    assert _refused_in_time(clients, browser, app)
    assert set(_statuses(clients, other)) == {200}


def test_signing_out_at_one_process_ends_the_session_at_the_other(
    served: ServedBank, clients: list[httpx.Client]
) -> None:
    (browser,) = _signed_in(served, SessionKind.BROWSER)
    assert set(_statuses(clients, browser)) == {200}
    assert _asked(served) == 2
    answer: Any = clients[0].delete("/v1/sessions/current", headers=_headers(browser) | OUR_PAGE)
    assert answer.json() == {"ended": 1}
    assert _refused_in_time(clients, browser)


def test_a_bank_that_starts_again_has_not_forgotten_what_was_ended(served: ServedBank) -> None:
    """Scenario: a session ends, and the bank is stopped and started.

    Outcome: not one request with its token, which has minutes to go, is let in.
    """
    app, other = _signed_in(served, SessionKind.APP, SessionKind.APP)
    _run(served, lambda container: ended(container, app))
    served.stop()
    served.start()
    for _ in range(_CONNECTIONS):
        with httpx.Client(base_url=served.url) as client:
            assert _statuses([client], app) == [401]
            assert _statuses([client], other) == [200]
