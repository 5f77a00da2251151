"""What a busy bank tells those who watch it: nothing about people, and one thread to follow."""

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.infrastructure.telemetry.otlp_receiver import OtlpReceiver, attributes, otlp_receiver
from tests.known_people import KNOWN_SENT
from tests.system.asked_bank import AskedBank, asked_bank

from bank.infrastructure.system.clock import SystemClock
from bank.infrastructure.telemetry.log_setup import configure_logging
from bank.infrastructure.telemetry.metrics_view import PROMETHEUS_CONTENT_TYPE
from bank.infrastructure.telemetry.telemetry import configure_telemetry

AUDITOR = ("auditor",)
NAME, EMAIL, PHONE = "Wilhelmina Featherstonehaugh", "wilhelmina.f@example.com", "+442079460958"
REFERENCE, ACCOUNT_NAME, KEY = "birthday of grandmother", "Holiday jar", "my-own-little-key"
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@dataclass
class Watched:
    """A bank that was busy, and all that was told of it."""

    asked: AskedBank
    receiver: OtlpReceiver
    log: str = ""
    prometheus: str = ""
    secrets: list[str] = field(default_factory=list)

    def told(self) -> dict[str, str]:
        return {
            "spans and OTLP metrics": self.receiver.everything(),
            "logs": self.log,
            "Prometheus": self.prometheus,
        }


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Have everything logged at DEBUG as the bank logs it, and put logging back afterwards."""
    root, written = logging.getLogger(), io.StringIO()
    level, handlers = root.level, list(root.handlers)
    configure_logging("DEBUG", "json", stream=written)
    try:
        yield written
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    with otlp_receiver() as receiver, logged() as written:
        telemetry = configure_telemetry(
            SystemClock(), version="test", otlp_endpoint=receiver.endpoint
        )
        async with asked_bank(tmp_path, telemetry) as asked:
            watched = Watched(asked, receiver)
            await _be_busy(watched)
            prometheus = await asked.get("/actuator/prometheus")
            assert prometheus.headers["content-type"] == PROMETHEUS_CONTENT_TYPE
            watched.prometheus = prometheus.text
            telemetry.shutdown()
            watched.log = written.getvalue()
            yield watched


async def _be_busy(watched: Watched) -> None:
    """Do everything once, well and badly, with personal data wherever they may stand."""
    asked = watched.asked
    customer = await _made(
        asked,
        "/v1/customers",
        {
            "kind": "person",
            "full_name": NAME,
            "email": EMAIL,
            "phone": PHONE,
            "due_diligence": KNOWN_SENT,
        },
    )
    account = {"customer_id": customer["id"], "product": "current", "currency": "EUR"}
    payer = await _made(asked, "/v1/accounts", account | {"name": ACCOUNT_NAME})
    payee = await _made(asked, "/v1/accounts", account)
    await _made(asked, "/v1/deposits", {"account_id": payer["id"]} | _money("100.00"))
    transfer = {
        "debit_account_id": payer["number"],
        "credit_account_id": payee["number"],
        "reference": REFERENCE,
    } | _money("12.34")
    headers = {"traceparent": PARENT}
    done = await asked.post("/v1/transfers", transfer, key=KEY, headers=headers)
    assert done.status_code == 201, done.text
    line = transfer | {"id": "6f0d7e5a-2f0b-5c57-9d1d-0d6b1d0f3a02"}
    assert (await asked.post("/v1/transfers/bulk", {"transfers": [line]})).is_success
    await asked.post("/v1/customers/search", {"full_name": NAME, "email": EMAIL})
    for bad in (
        transfer | _money("9999.00"),
        transfer | {"credit_account_id": "DE00000000000000000000"},
        transfer | {"reference": REFERENCE + "\u0000"},
        transfer | {"amount": NAME},
        {NAME: EMAIL},
    ):
        assert (await asked.post("/v1/transfers", bad)).is_client_error
    await asked.get(f"/v1/accounts/{payer['number']}")
    await asked.get(f"/v1/accounts/{payer['id']}/entries")
    await asked.get(f"/v1/transfers?account_id={payer['id']}")
    logging.getLogger("bank.tests").info("paid by %s of %s", payer["number"], EMAIL)
    token = await asked.token()
    await asked.client.get(f"/{EMAIL}", headers={"Authorization": f"Bearer {token}"})
    watched.secrets = [*NAME.split(), EMAIL, PHONE, PHONE[3:], REFERENCE, ACCOUNT_NAME, KEY]
    watched.secrets += [payer["number"], payee["number"], "DE00000000000000000000"]
    watched.secrets += [token, *token.split(".")[1:]]


async def _made(asked: AskedBank, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await asked.post(path, body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def _money(amount: str) -> dict[str, Any]:
    return {"amount": {"currency": "EUR", "amount": amount}}


def _leaks(told: dict[str, str], secrets: list[str]) -> list[str]:
    return [
        f"{where} tell {secret}"
        for where, text in told.items()
        for secret in secrets
        if secret.lower() in text.lower()
    ]


async def test_nothing_that_is_told_is_about_people(watched: Watched) -> None:
    told = watched.told()
    assert all(len(text) > 200 for text in told.values()), "somebody told nothing"
    assert not _leaks(told, watched.secrets)
    assert not _leaks(told, ["grandmother", "holiday", "2079460958"])


async def test_the_search_for_leaks_would_find_one(watched: Watched) -> None:
    told = watched.told() | {"logs": watched.log + f"called {NAME.upper()}"}
    assert _leaks(told, watched.secrets) == [f"logs tell {part}" for part in NAME.split()]


async def test_an_auditor_walks_from_the_event_to_the_span_and_back(watched: Watched) -> None:
    """The event names the trace, which is the caller's; the span in it names the event."""
    answer = await watched.asked.get("/v1/audit/events?action=transfer.post", AUDITOR)
    events = {event["id"]: event for event in answer.json()["items"]}
    spans = [
        (attributes(span), span) for span in watched.receiver.spans if span.name == "transfer.post"
    ]
    assert events
    audited = {
        str(facts["bank.audit_event"]): span
        for facts, span in spans
        if facts.get("bank.audit_event") in events
    }
    assert set(audited) == set(events)
    for event_id, event in events.items():
        assert audited[event_id].trace_id.hex() == event["trace_id"]
        facts = attributes(audited[event_id])
        assert facts["bank.actor"] == event["actor"]
    assert PARENT.split("-")[1] in {event["trace_id"] for event in events.values()}


async def test_the_actuator_shows_the_banks_own_metrics_and_loggers(watched: Watched) -> None:
    names = (await watched.asked.get("/actuator/metrics")).json()["names"]
    assert any("posting" in name for name in names)
    refusals = next(name for name in names if "refusals" in name)
    shown = await watched.asked.get(f"/actuator/metrics/{refusals}?tag=code:insufficient_funds")
    assert shown.json()["measurements"] == [{"statistic": "COUNT", "value": 1.0}]
    loggers = (await watched.asked.get("/actuator/loggers")).json()
    assert "bank.http" in loggers["loggers"]
    assert json.dumps(loggers).isascii()
