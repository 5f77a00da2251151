"""A bank with somebody of one's own and a stranger, each with something of every kind."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from tests.interfaces.http.scene import House, euros
from tests.people_who_pay import let_pay

from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import row_of


@dataclass(frozen=True, eq=False)
class Things:
    """What is one customer's, by name; ``subject`` is who signs in as them.

    What an operation's own preparation makes is added to the names.
    """

    subject: str
    names: dict[str, str]
    by_mandate: str | None = None
    """Who acts for the customer beside them."""

    def __getitem__(self, name: str) -> str:
        """Give the id of a thing by its name."""
        return self.names[name]


@dataclass(frozen=True)
class World:
    """The house with the things of one's own, of somebody else, and of nobody."""

    house: House
    own: Things
    foreign: Things
    nowhere: Things

    def of(self, whose: str) -> Things:
        """Give the things of one's ``own``, or ``foreign`` ones."""
        return self.own if whose == "own" else self.foreign


async def a_world(house: House) -> World:
    """Take two customers in, and give both something of everything."""
    own, foreign = await _things(house), await _things(house)
    return World(house, own, foreign, _nothing(house, own))


async def _things(house: House) -> Things:
    account, payee = await house.account(100_00), await house.account()
    of_owner = {"customer_id": str(account.owner_id), "product": "current"}
    empty = await _made(house, "/v1/accounts", {**of_owner, "currency": "EUR"})
    yen = await _made(house, "/v1/accounts", {**of_owner, "currency": "JPY"})
    transfer = {
        "debit_account_id": str(account.id),
        "credit_account_id": str(payee.id),
        "amount": euros("1.00"),
    }
    quote = {
        "debit_account_id": str(account.id),
        "credit_account_id": yen,
        "amount": euros("2.00"),
    }
    names = {
        "customer": str(account.owner_id),
        "account": str(account.id),
        "empty": empty,
        "yen": yen,
        "hold": await _made(house, "/v1/holds", a_hold(house, str(account.id))),
        "transfer": await _made(house, "/v1/transfers", transfer),
        "quote": await _made(house, "/v1/exchange/quotes", quote),
        "payee": str(payee.id),
    }
    return Things(_subject(house, account), names)


async def held_by(house: House, whose: Things, role: str) -> Things:
    """Give what is somebody else's, to whose accounts one is added in a role."""
    things = await _things(house)
    holder = {"customer_id": whose["customer"], "role": role}
    for account in ("account", "empty", "yen"):
        added = await house.call("POST", f"/v1/accounts/{things[account]}/holders", holder)
        assert added.is_success, added.text
    return replace(things, by_mandate=whose.subject)


async def customers_pay(house: House, things: Things) -> None:
    """Let whoever acts for a customer pay: by two factors, and whom they have paid before."""
    payees = [row for name in ("payee", "yen") if (row := row_of(UUID(things[name])))]
    for subject in filter(None, (things.subject, things.by_mandate)):
        await let_pay(house.bank.scopes, house.bank.clock.now(), subject, *payees)


def _nothing(house: House, own: Things) -> Things:
    """Give ids of the bank's form behind which there is nothing."""
    return Things(own.subject, _Ids(house, {"payee": own["payee"]}))


class _Ids(dict[str, str]):
    """Makes an id for whatever is named."""

    def __init__(self, house: House, given: dict[str, str]) -> None:
        super().__init__(given)
        self._house = house

    def __missing__(self, name: str) -> str:
        return self.setdefault(name, str(self._house.bank.ids.new()))


def _subject(house: House, account: CustomerAccount) -> str:
    (subject,) = house.bank.store.committed.subjects[account.owner]
    return subject


def a_hold(house: House, account: str) -> Mapping[str, Any]:
    """Say what is set aside, until tomorrow."""
    until = house.bank.clock.now().replace(day=28).isoformat()
    return {"account_id": account, "amount": euros("3.00"), "expires_at": until}


async def _made(house: House, path: str, body: Mapping[str, Any]) -> str:
    answer = await house.call("POST", path, body)
    assert answer.status_code in {200, 201}, answer.text
    made: str = answer.json()["id"]
    return made
