"""People at the door of a bank in memory: what was sent to them, and what they send back."""

from dataclasses import dataclass
from typing import Any

import httpx
from tests.interfaces.http.scene import House

from bank.application.identity.notices.notices import NoticeKind
from bank.infrastructure.in_memory.rows import NoticeRow

PASSWORD = "correct horse battery"


@dataclass
class Door:
    """The door of a house."""

    house: House

    def sent(self) -> list[NoticeRow]:
        """Give every notice, oldest first."""
        rows = self.house.bank.store.committed.notices
        return [rows[row] for row in sorted(rows)]

    def kinds(self) -> list[NoticeKind]:
        return [notice.kind for notice in self.sent()]

    def last_code(self) -> str:
        """Give the code that was sent last."""
        codes = [notice.code for notice in self.sent() if notice.code is not None]
        return codes[-1]

    async def ask(self, path: str, body: Any, **given: Any) -> httpx.Response:
        """Ask as a stranger."""
        return await self.house.call("POST", path, body, role=None, **given)

    async def as_customer(
        self, customer: str, method: str, path: str, body: Any = None
    ) -> httpx.Response:
        """Ask as a customer."""
        return await self.house.call(method, path, body, role="customer", subject=customer)

    async def register(self, email: str = "ada@example.com", **given: Any) -> httpx.Response:
        body = {"full_name": "Ada Lovelace", "email": email, "password": PASSWORD} | given
        return await self.ask("/v1/registrations", body)

    async def registered(self, email: str = "ada@example.com", **given: Any) -> str:
        """Register somebody, prove their address, and give their customer's id."""
        begun = await self.register(email, **given)
        assert begun.status_code == 202, begun.text
        answer = await self.prove(begun.json()["id"], self.last_code())
        assert answer.status_code == 201, answer.text
        customer: str = answer.json()["customer_id"]
        return customer

    async def prove(self, registration: str, code: str) -> httpx.Response:
        return await self.ask(f"/v1/registrations/{registration}/code", {"code": code})

    async def sign_in(
        self, name: str = "ada@example.com", password: str = PASSWORD
    ) -> httpx.Response:
        return await self.ask("/v1/sessions", {"name": name, "password": password})


def other_than(code: str) -> str:
    """Give six digits that are another code."""
    return f"{(int(code) + 1) % 1_000_000:06d}"
