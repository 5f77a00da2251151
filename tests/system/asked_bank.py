"""A whole bank in this process that is asked over HTTP, as a server process is."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from dishka import Provider
from tests import postgresql
from tests.application.scene import factors_of
from tests.system.assembly import SYSTEM, OpenBank, bank_over, seeded

from bank.application.ports.authenticator import TokenIssuer
from bank.application.ports.clock import Clock
from bank.bootstrap.asgi import http_settings, services_over
from bank.infrastructure.system.clock import SystemClock
from bank.infrastructure.telemetry.telemetry import Telemetry, configure_telemetry
from bank.interfaces.http.app import create_app
from bank.interfaces.http.openapi import document

_keys = count(1)
PROBLEM = "application/problem+json"


@dataclass(kw_only=True)
class AskedBank:
    """A bank, and a client of its HTTP interface with a token of an integrating system."""

    bank: OpenBank
    client: httpx.AsyncClient
    telemetry: Telemetry

    async def token(
        self, subject: str = "tests", roles: tuple[str, ...] = SYSTEM, factors: int | None = None
    ) -> str:
        """Issue a token to somebody who has just proved who they are; to staff by two factors."""
        issuer = await self.bank.container.get(TokenIssuer)
        clock = await self.bank.container.get(Clock)
        now = clock.now()
        issued = issuer.issue(
            subject,
            roles,
            now,
            timedelta(minutes=15),
            assurance=factors or factors_of(roles),
            proved_at=now,
        )
        text: str = issued.text
        return text

    async def post(
        self,
        path: str,
        body: Any,
        *,
        key: str | None = None,
        token: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Post a body, bytes as they are; without a key it gets one of its own."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {
            "Authorization": f"Bearer {token or await self.token()}",
            "Content-Type": "application/json",
            "Idempotency-Key": key or f"asked-{next(_keys)}",
        }
        return await self.client.post(path, content=content, headers=sent | (headers or {}))

    async def get(self, path: str, roles: tuple[str, ...] = SYSTEM) -> httpx.Response:
        token = await self.token(roles=roles)
        return await self.client.get(path, headers={"Authorization": f"Bearer {token}"})


@asynccontextmanager
async def asked_bank(
    home: Path, telemetry: Telemetry | None = None, providers: Sequence[Provider] = ()
) -> AsyncIterator[AskedBank]:
    """Open a bank on a fresh database, behind the application that server processes serve."""
    telemetry = telemetry or configure_telemetry(SystemClock(), version="test")
    with postgresql.database(seeded) as database:
        async with bank_over(database, home, telemetry.tracer, providers) as bank:
            services = await services_over(bank.container, telemetry)
            app: Any = create_app(services, http_settings(bank.settings))
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://bank") as client:
                yield AskedBank(bank=bank, client=client, telemetry=telemetry)


def documented_codes(operation_id: str, status: int) -> str:
    """What the OpenAPI file says of an operation's answers with a status."""
    responses: dict[str, Any] = _operations()[operation_id]["responses"]
    text: str = responses.get(str(status), {}).get("description", "")
    return text


def documented_bulk_codes() -> str:
    """What the OpenAPI file says of the codes of a bulk's outcomes."""
    text: str = _described()["components"]["schemas"]["BulkOutcome"]["properties"]["code"][
        "description"
    ]
    return text


@cache
def _described() -> dict[str, Any]:
    described: dict[str, Any] = json.loads(document())
    return described


@cache
def _operations() -> dict[str, Any]:
    return {
        operation["operationId"]: operation
        for methods in _described()["paths"].values()
        for operation in methods.values()
    }
