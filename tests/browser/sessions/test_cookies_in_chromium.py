"""A browser's session, and what other pages of the same browser can do by it: nothing."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.async_api import Page, Response
from tests import postgresql
from tests.browser.passkeys.chromium import CHROMIUM, Tab, chromium, tab_at
from tests.people_who_sign_in import NAME, PASSWORD, person
from tests.system.assembly import CURRENCIES, bank_over, seeded
from tests.system.served_bank import HOST, ServedBank

from bank.application.ports.clock import Clock
from bank.bootstrap.scopes import DishkaScopes

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: apt install chromium)"),
]

_POSTS = """url => fetch(url, {method: "POST", mode: "no-cors", credentials: "include", body: "{}"})
    .then(() => "sent", no => no.message)"""
_DELETES = """url => fetch(url, {method: "DELETE", credentials: "include",
    headers: {"x-bank-client": "evil"}}).then(() => "sent", no => "refused by the browser")"""
_SIGNS_OUT = """() => fetch("/v1/sessions/current", {method: "DELETE",
    headers: {"x-bank-client": "page"}}).then(answer => answer.status)"""


@dataclass(frozen=True)
class SignedIn:
    """Ada's page, where she is in."""

    tab: Tab
    origin: str

    async def other_page(self, host: str, port: int) -> Page:
        """Open a page of somebody else's in the same browser."""
        page = await self.tab.page.context.new_page()
        await page.goto(f"http://{host}:{port}/")
        return page

    async def is_in(self) -> bool:
        status, _ = await self.tab.get("/v1/me/sessions")
        return bool(status == 200)


class _Elsewhere(BaseHTTPRequestHandler):
    """A server of somebody else's; a page that no server gave may not reach this machine at all."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<p>Win!")

    def log_message(self, *said: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[int]:
    """Serve somebody else's page; gives the port."""
    with ThreadingHTTPServer((HOST, 0), _Elsewhere) as server:
        serving = Thread(target=server.serve_forever)
        serving.start()
        yield server.server_port
        server.shutdown()
        serving.join()


@pytest.fixture
async def ada(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SignedIn]:
    home = tmp_path_factory.mktemp("cookies") / "home"
    with postgresql.database(seeded) as database:
        settings = (
            f"--bank.database.url={database.url}",
            f"--bank.database.migration-url={database.migration_url}",
            f"--bank.currencies={','.join(CURRENCIES)}",
        )
        with ServedBank(home, *settings) as served:
            port = f"--bank.server.port={served.port}"
            async with bank_over(database, home, arguments=[port]) as bank, chromium() as browser:
                served.start()
                now = (await bank.container.get(Clock)).now()
                await person(DishkaScopes(bank.container), now)
                origin = f"http://localhost:{served.port}"
                async with tab_at(browser, origin) as tab:
                    await tab.does("signIn", NAME, PASSWORD)
                    yield SignedIn(tab, origin)


async def _answer_to_post(page: Page, url: str) -> Response:
    async with page.expect_response(url) as answer:
        assert await page.evaluate(_POSTS, url) == "sent"
    return await answer.value


async def test_other_pages_can_do_nothing_by_the_session(ada: SignedIn, elsewhere: int) -> None:
    """Scenario: changes are sent by a page on another port of the host, and by one of another site.

    Outcome: the browser sends the cookie along with the first, which is refused as forged, and not
    with the second; with the header of our own pages it sends neither. Ada is in until she signs
    out.
    """
    assert await ada.is_in()
    (cookie,) = await ada.tab.page.context.cookies()
    assert (cookie["name"], cookie["sameSite"]) == ("__Host-session", "Strict")
    assert cookie["secure"]
    assert cookie["httpOnly"]
    assert cookie["expires"] == -1
    url = f"{ada.origin}/v1/transfers"
    for host, status in (("localhost", 403), ("127.0.0.1", 401)):
        page = await ada.other_page(host, elsewhere)
        answer = await _answer_to_post(page, url)
        assert answer.status == status
        current = f"{ada.origin}/v1/sessions/current"
        assert await page.evaluate(_DELETES, current) == "refused by the browser"
    assert await ada.is_in()
    assert await ada.tab.page.evaluate(_SIGNS_OUT) == 200
    assert not await ada.is_in()
    assert not await ada.tab.page.context.cookies()
