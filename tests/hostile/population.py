"""Who and what is in a bank before it is attacked: real ids, so that a request gets past the 404s.

Everything is opened over HTTP, as an integrating system does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import httpx
from tests.known_people import KNOWN_SENT

from bank.infrastructure.system.clock import SystemClock

NAME, EMAIL, PHONE = "Wilhelmina Featherstonehaugh", "wilhelmina.f@example.com", "+442079460958"
REFERENCE = "birthday of grandmother"
BANDS = 8
"""As many of each thing that can be used up."""

_keys = count(1)


@dataclass(kw_only=True)
class Population:
    """Ids by what they are of; ``secrets`` must not be seen in any log.

    ``examples`` are requests that succeed, beside those that can be made of the ids.
    """

    customers: list[str] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)
    dollars: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    transfers: list[str] = field(default_factory=list)
    holds: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    clients: list[str] = field(default_factory=list)
    resets: list[str] = field(default_factory=list)
    approvals: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    examples: dict[str, tuple[Mapping[str, str], Any]] = field(default_factory=dict)


def euros(amount: str) -> dict[str, str]:
    return {"currency": "EUR", "amount": amount}


def expiry() -> str:
    """A moment at which a hold may expire."""
    later = SystemClock().now() + timedelta(days=7)
    return later.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def populated(client: httpx.Client) -> Population:
    """Open customers, accounts, transfers, holds and quotes."""
    people = Population(secrets=[*NAME.split(), EMAIL, PHONE[3:], REFERENCE])
    for _ in range(2):
        person = {
            "kind": "person",
            "full_name": NAME,
            "email": EMAIL,
            "phone": PHONE,
            "due_diligence": KNOWN_SENT,
        }
        people.customers.append(made(client, "/v1/customers", person)["id"])
    for owner in people.customers:
        people.accounts += [_account(client, people, owner) for _ in range(BANDS)]
        people.dollars.append(_account(client, people, owner, "USD"))
        people.empty += [_account(client, people, owner) for _ in range(BANDS)]
        people.closed += [_account(client, people, owner) for _ in range(BANDS)]
        people.blocked += [_account(client, people, owner) for _ in range(BANDS)]
    for account in people.accounts:
        made(client, "/v1/deposits", {"account_id": account, "amount": euros("1000000.00")})
    for account in people.closed:
        made(client, f"/v1/accounts/{account}/close", None)
    for account in people.blocked:
        made(client, f"/v1/accounts/{account}/block", {"side": "debit", "reason": "other"})
    _move(client, people)
    days = client.get("/v1/business-days").json()["items"]
    people.days += [day["day"] for day in days]
    return people


def _move(client: httpx.Client, people: Population) -> None:
    payer, *others = people.accounts
    for payee in others:
        order = {"debit_account_id": payer, "credit_account_id": payee, "amount": euros("12.34")}
        posted = made(client, "/v1/transfers", order | {"reference": REFERENCE})
        people.transfers.append(posted["id"])
    for account in people.accounts:
        order = {"account_id": account, "amount": euros("9.00"), "expires_at": expiry()}
        people.holds.append(made(client, "/v1/holds", order)["id"])
    for _ in range(BANDS):
        order = {"debit_account_id": payer, "credit_account_id": people.dollars[0]}
        quote = made(client, "/v1/exchange/quotes", order | {"amount": euros("1.00")})
        people.quotes.append(quote["id"])


def _account(client: httpx.Client, people: Population, owner: str, money: str = "EUR") -> str:
    terms = {"customer_id": owner, "product": "current", "currency": money}
    account = made(client, "/v1/accounts", terms)
    people.secrets.append(account["number"])
    found: str = account["id"]
    return found


def made(client: httpx.Client, path: str, body: Any, *, method: str = "POST") -> dict[str, Any]:
    """Ask for something, under a key of its own, and get it."""
    key = {"Idempotency-Key": f"population-{next(_keys)}"}
    answer = (
        client.request(method, path, json=body, headers=key)
        if body is not None
        else client.request(method, path, headers=key)
    )
    assert answer.is_success, f"{path}: {answer.text}"
    found: dict[str, Any] = answer.json()
    return found
