"""Forms that are sent to the OAuth 2 endpoints, and what their answers have in common."""

from typing import Any
from urllib.parse import urlencode

import httpx
from tests.application.scene import actor
from tests.interfaces.http.scene import ISSUER, House
from tests.signing import Client

from bank.application.identity.clients.register_client import NewClient, RegisterClient
from bank.domain.service_clients import ServiceClient

TYPE = "application/x-www-form-urlencoded"
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ADMINISTRATOR = actor("administrator", "root")


async def sent(house: House, path: str, form: Any, **headers: str) -> httpx.Response:
    """Send a form, bytes as they are; ``headers`` are named with underscores."""
    content = form if isinstance(form, bytes) else urlencode(form).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await house.call(
        "POST",
        path,
        role=None,
        content=content,
        headers={"content-type": TYPE, **named},
        without=("idempotency-key",),
    )


def refused(answer: httpx.Response, status: int, error: str) -> str:
    """Say that an answer is this error, and give its description."""
    body: dict[str, str] = answer.json()
    assert (answer.status_code, body["error"]) == (status, error), answer.text
    assert body.keys() == {"error", "error_description"}
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    return body["error_description"]


async def registered(house: House, client: Client, *roles: str) -> ServiceClient:
    """Register a client."""
    new = NewClient(client_id=client.client_id, roles=roles or ("auditor",), keys=client.keys)
    done = await house.desk.ask(RegisterClient, new, ADMINISTRATOR)
    known: ServiceClient = done.result
    return known


def client_form(house: House, client: Client, **other: str) -> dict[str, str]:
    """Give the form by which a client gets a token."""
    given = {
        "grant_type": "client_credentials",
        "client_assertion_type": JWT_BEARER,
        "client_assertion": client.assertion(f"{ISSUER}/oauth2/token", house.bank.clock.now()),
        **other,
    }
    return {name: value for name, value in given.items() if value}
