"""An external issuer in the settings: its people come in over HTTP, with what its claims mean."""

from pathlib import Path
from typing import Any

import httpx
from tests import postgresql
from tests.infrastructure.access_tokens.external_scene import EC, ISSUER, RSA, claims, token
from tests.infrastructure.access_tokens.key_server import key_server
from tests.system.assembly import bank_over, seeded

from bank.bootstrap.asgi import http_settings, services_over
from bank.infrastructure.system.clock import SystemClock
from bank.infrastructure.telemetry.telemetry import configure_telemetry
from bank.interfaces.http.app import create_app


def _settings(address: str) -> list[str]:
    given = {
        "name": "sso",
        "issuer": ISSUER,
        "audience": "bank",
        "jwks-uri": address,
        "algorithms": "RS256",
        "roles-claim": "realm_access.roles",
        "roles.bank-auditor": "auditor",
        "branch-claim": "branch",
        "two-factors-amr[0]": "mfa",
    }
    return [f"--bank.tokens.external[0].{name}={value}" for name, value in given.items()]


def _bearer(**changes: Any) -> dict[str, str]:
    seconds = int(SystemClock().now().timestamp())
    key = changes.pop("key", RSA)
    said = claims(**{"iat": seconds, "exp": seconds + 300, "amr": ["pwd", "mfa"]} | changes)
    return {"authorization": f"Bearer {token(said, key=key)}"}


async def test_staff_come_in_with_the_tokens_of_the_banks_own_provider(tmp_path: Path) -> None:
    """Scenario: the settings name an issuer as Keycloak is one; its staff read the audit trail.

    Outcome: they are let in by its keys alone, in the roles that are mapped and in no others, under
    a name that is nobody's of the bank; to their work where the issuer asked for two factors.
    """
    telemetry = configure_telemetry(SystemClock(), version="test")
    with key_server() as server, postgresql.database(seeded) as database:
        server.publish(RSA)
        arguments = _settings(server.address)
        async with bank_over(database, tmp_path, telemetry.tracer, arguments=arguments) as bank:
            services = await services_over(bank.container, telemetry)
            app: Any = create_app(services, http_settings(bank.settings))
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://bank") as client:
                for status, bearer in (
                    (200, _bearer()),
                    (403, _bearer(amr=["pwd"])),
                    (401, _bearer(realm_access={"roles": ["bank-teller"]})),
                    (401, _bearer(key=EC)),
                    (401, _bearer(iss=ISSUER + "/")),
                ):
                    answer = await client.get("/v1/audit/events", headers=bearer)
                    assert answer.status_code == status, answer.text
                trail = (await client.get("/v1/audit/events", headers=_bearer())).json()
    assert trail["items"][0]["actor"] == bank.digests.pseudonym("sso|f3a1")
