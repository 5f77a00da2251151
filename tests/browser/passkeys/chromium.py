"""Chromium with an authenticator of its own, at the page of the guide, beside a served bank."""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, CDPSession, Page, async_playwright

CHROMIUM = shutil.which("chromium")
GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "sign-in-from-a-web-page.md"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
_AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
_TOLD = """([name, given]) => window[name](...given)
    .then(ok => ({ok}), no => ({no: no.message, name: no.name}))"""


@dataclass(frozen=True)
class Tab:
    """The page, and the authenticator that answers it without anybody touching anything."""

    page: Page
    devtools: CDPSession
    authenticator: str

    async def does(self, function: str, *given: Any) -> Any:
        """Call a function of the page: what it gives is ``ok``, what it throws is ``no``."""
        return await self.page.evaluate(_TOLD, [function, list(given)])

    async def says(self) -> str:
        """Wait until the page says something, and give it."""
        said = self.page.locator("#said:not(:empty)")
        return str(await said.text_content())

    async def get(self, path: str) -> Any:
        """Read something of the bank as the page would."""
        read = "path => fetch(path).then(async got => [got.status, await got.json()])"
        return await self.page.evaluate(read, path)

    async def verifies_its_user(self, *, verified: bool) -> None:
        await self.devtools.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": self.authenticator, "isUserVerified": verified},
        )

    async def sign_count(self) -> int:
        found = await self.devtools.send(
            "WebAuthn.getCredentials", {"authenticatorId": self.authenticator}
        )
        (credential,) = found["credentials"]
        count: int = credential["signCount"]
        return count


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        await browser.close()


@asynccontextmanager
async def tab_at(browser: Browser, origin: str) -> AsyncIterator[Tab]:
    """Open the guide's page at the bank's origin; whatever it asks for, it asks the bank."""
    (html,) = re.findall(
        r"^```html\n(.*?)^```$", GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    context = await browser.new_context()
    page = await context.new_page()
    await page.route(f"{origin}/", lambda route: route.fulfill(body=html, content_type="text/html"))
    devtools = await context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    added = await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": _AUTHENTICATOR})
    await page.goto(f"{origin}/")
    yield Tab(page, devtools, added["authenticatorId"])
    await context.close()
