"""A session that ends, ends in every server process within a second."""

import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from itertools import count
from typing import Any, TypeVar

import httpx
import pytest
from dishka import AsyncContainer
from sqlalchemy import func, select
from tests.interfaces.http.oauth2.scene import JWT_BEARER
from tests.people_who_sign_in import NAME, PASSWORD, person
from tests.signing import Client
from tests.system.served_bank import ServedBank, run_bank
from tests.system.session_scene import ended, opened, principal, unit

from bank.application.identity.clients.register_client import NewClient, RegisterClient
from bank.application.identity.principals import Principals
from bank.application.identity.sessions.session_desk import OpenedSession, SessionKind
from bank.application.pipeline.act import Caller
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.clock import Clock
from bank.bootstrap.office import Office
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.audit import Actor
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork
from bank.infrastructure.system.clock import SystemClock

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


def _headers(session: OpenedSession | str) -> dict[str, str]:
    if isinstance(session, str):
        return {"Authorization": f"Bearer {session}"}
    if session.cookie is not None:
        return {"Cookie": f"__Host-session={session.cookie}"}
    return {"Authorization": f"Bearer {session.access_token}"}


def _statuses(clients: list[httpx.Client], session: OpenedSession | str) -> list[int]:
    return [each.get(OWN, headers=_headers(session)).status_code for each in clients]


def _asked(served: ServedBank) -> int:
    """Give how many of the server processes somebody is connected to."""
    return sum(
        any(each.status == "ESTABLISHED" for each in worker.net_connections("tcp4"))
        for worker in served.workers
    )


def _refused_in_time(clients: list[httpx.Client], *sessions: OpenedSession | str) -> bool:
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


def test_signing_in_again_at_one_process_ends_the_old_session_at_the_other(
    served: ServedBank, clients: list[httpx.Client]
) -> None:
    """Scenario: a browser that both of two processes know signs in again, as somebody else.

    Outcome: within a second its old cookie, kept by a thief, lets nobody in; the new one does.
    """
    (browser,) = _signed_in(served, SessionKind.BROWSER)

    async def grace(container: AsyncContainer) -> None:
        await person(DishkaScopes(container), (await container.get(Clock)).now())

    _run(served, grace)
    assert set(_statuses(clients, browser)) == {200}
    assert _asked(served) == 2
    body = {"name": NAME, "password": PASSWORD, "session": "browser"}
    answer = clients[0].post("/v1/sessions", json=body, headers=_headers(browser) | OUR_PAGE)
    assert answer.status_code == 201, answer.text
    assert _refused_in_time(clients, browser)
    cookie = {"Cookie": answer.headers["set-cookie"].partition(";")[0]}
    assert {each.get(OWN, headers=cookie).status_code for each in clients} == {200}


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


def _customer_signed_in(served: ServedBank) -> tuple[str, list[OpenedSession]]:
    """Take a customer in, and let them in by a browser and by an app."""
    body = {"kind": "person", "full_name": "Ida Sommer", "email": "ida@example.com"}
    key = {"Idempotency-Key": f"customer-{next(_people)}"}
    with _service(served) as client:
        answer = client.post("/v1/customers", json=body, headers=key)
    customer: str = answer.json()["id"]

    async def work(container: AsyncContainer) -> list[OpenedSession]:
        async with unit(container) as scope:
            who = await (await scope.get(Principals)).find(customer)
        assert who is not None
        return [await opened(container, who, kind) for kind in SessionKind]

    return customer, _run(served, work)


@pytest.mark.parametrize(
    ("what", "body"), [("lock", {"reason": "credentials_stolen"}), ("deactivate", None)]
)
def test_open_sessions_of_who_is_locked_or_let_go_are_refused_within_a_second(
    served: ServedBank, clients: list[httpx.Client], what: str, body: dict[str, str] | None
) -> None:
    customer, people = _customer_signed_in(served)
    sessions: list[OpenedSession | str] = [*people, _issued(served, customer, "customer")]
    assert {each for session in sessions for each in _statuses(clients, session)} == {200}
    assert _asked(served) == 2
    with _service(served) as client:
        key = {"Idempotency-Key": f"{what}-{customer}"}
        answer = client.post(f"/v1/customers/{customer}/{what}", json=body, headers=key)
    assert answer.status_code == 200, answer.text
    assert _refused_in_time(clients, *sessions)
    again = run_bank("token", "issue", "--subject", customer, "--role", "auditor", *served.settings)
    assert again.returncode != 0
    assert "no token of theirs would be good" in again.stderr


def test_everybodys_sessions_end_at_both_processes_by_one_command(
    served: ServedBank, clients: list[httpx.Client]
) -> None:
    """Scenario: people, a script and an emergency are in at two processes; all sessions are ended.

    Outcome: within a second nobody is in; whoever signs in or gets a token after that is, at once.
    """
    kinds = (SessionKind.BROWSER, SessionKind.APP)
    people: list[OpenedSession | str] = [*_signed_in(served, *kinds), *_by_command(served)]
    people += _signed_in(served, *kinds)
    assert {each for session in people for each in _statuses(clients, session)} == {200}
    assert _asked(served) == 2
    done = run_bank("session", "end-all", *served.settings)
    assert done.returncode == 0, done.stderr
    assert "ended" in done.stdout
    assert _refused_in_time(clients, *people)
    assert _cutoffs(served) == 1
    later: list[OpenedSession | str] = [*_signed_in(served, *kinds), *_by_command(served)]
    for session in later:
        assert set(_statuses(clients, session)) == {200}


def test_an_administrator_ends_everybodys_sessions_over_http(
    served: ServedBank, clients: list[httpx.Client]
) -> None:
    people = _signed_in(served, SessionKind.BROWSER, SessionKind.APP)
    assert {each for session in people for each in _statuses(clients, session)} == {200}
    broken = run_bank("staff", "break-glass", "--reason", "a test of the exit", *served.settings)
    assert broken.returncode == 0, broken.stderr
    headers = {"Authorization": f"Bearer {broken.stdout.strip()}", "Idempotency-Key": "everybody"}
    answer = clients[0].delete("/v1/sessions/all", headers=headers)
    assert answer.status_code == 200, answer.text
    assert _refused_in_time(clients, *people)


def test_a_clients_token_that_it_revokes_is_refused_by_both_processes_and_no_other(
    served: ServedBank, clients: list[httpx.Client]
) -> None:
    client, issuer = Client(f"client-{next(_people)}"), f"http://127.0.0.1:{served.port}"
    new = NewClient(client_id=client.client_id, roles=("auditor",), keys=client.keys)

    async def register(_container: AsyncContainer, pipeline: Pipeline) -> None:
        roles, now = ("administrator",), SystemClock().now()
        actor = Actor(
            kind="token", subject="x", pseudonym="x", roles=roles, assurance=2, proved_at=now
        )
        await pipeline.run(RegisterClient, new, Caller(actor=actor, idempotency_key="client"))

    def proof() -> dict[str, str]:
        assertion = client.assertion(issuer, SystemClock().now())
        return {"client_assertion_type": JWT_BEARER, "client_assertion": assertion}

    def token() -> str:
        form = {"grant_type": "client_credentials", **proof()}
        answer = clients[0].post("/oauth2/token", data=form)
        assert answer.status_code == 200, answer.text
        text: str = answer.json()["access_token"]
        return text

    Office.configured(served.settings).run(register)
    stolen, spared = token(), token()
    assert {each for text in (stolen, spared) for each in _statuses(clients, text)} == {200}
    assert _asked(served) == 2
    answer = clients[0].post("/oauth2/revoke", data={"token": stolen, **proof()})
    assert answer.status_code == 200, answer.text
    assert _refused_in_time(clients, stolen)
    assert set(_statuses(clients, spared)) == {200}


def test_a_holder_who_is_shut_out_by_command_is_out_until_let_in(
    served: ServedBank, clients: list[httpx.Client]
) -> None:
    before = _issued(served, "nightly", "auditor")
    assert set(_statuses(clients, before)) == {200}
    holder = ("--subject", "nightly", *served.settings)
    done = run_bank("token", "shut-out", *holder)
    assert done.returncode == 0, done.stderr
    assert _refused_in_time(clients, before)
    done = run_bank("token", "let-in", *holder)
    assert done.returncode == 0, done.stderr
    new = _issued(served, "nightly", "auditor")
    time.sleep(1)
    assert set(_statuses(clients, new)) == {200}
    assert set(_statuses(clients, before)) == {401}


def _service(served: ServedBank) -> httpx.Client:
    """Give a client with a token that no test before has ended."""
    return httpx.Client(
        base_url=served.url, headers=_headers(_issued(served, "tests")), timeout=30.0
    )


def _issued(served: ServedBank, subject: str, role: str = "service_account") -> str:
    issue = ("token", "issue", "--subject", subject, "--role", role, "--factors", "2")
    demo = ["--bank.demo.enabled=true"] if role == "customer" else []
    issued = run_bank(*issue, *served.settings, *demo)
    assert issued.returncode == 0, issued.stderr
    return issued.stdout.strip()


def _by_command(served: ServedBank) -> list[str]:
    """Give tokens that belong to no session: a script's, and one of an emergency."""
    broken = run_bank("staff", "break-glass", "--reason", "a test of the exit", *served.settings)
    assert broken.returncode == 0, broken.stderr
    return [_issued(served, "nightly", "auditor"), broken.stdout.strip()]


def _cutoffs(served: ServedBank) -> int:
    """Give how many rows it took."""

    async def work(container: AsyncContainer) -> int:
        async with unit(container) as scope:
            connection = (await scope.get(SqlUnitOfWork)).connection
            rows = await connection.scalar(select(func.count()).select_from(t.session_cutoff))
        return int(rows or 0)

    return _run(served, work)
