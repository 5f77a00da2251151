"""What a client wants next: drawn by seed, over accounts that all clients share."""

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from tests.crash.asking import Answer
from tests.crash.record import Operation
from tests.known_people import KNOWN_SENT

HOPELESS_MINOR = 50_000_000
"""More than any account of a round has before it is made rich at the end."""
BULK_MAX = 10
LARGE_BULK = 600
"""Enough that its entries are written by COPY, and its keys taken for new."""
_SMALL_CHANGE_MINOR = 300
_REFUSED_SHARES = (0.0, 0.0, 0.03)
"""Of the lines of a large bulk."""

_KINDS = {
    "transfer": 34,
    "bulk": 12,
    "large_bulk": 3,
    "hold": 16,
    "capture": 12,
    "release": 6,
    "reversal": 10,
    "deposit": 4,
    "withdrawal": 4,
    "customer": 2,
}


def money(minor: int) -> dict[str, str]:
    return {"currency": "EUR", "amount": f"{minor // 100}.{minor % 100:02}"}


@dataclass
class Wishes:
    """Draws operations; ``learn`` tells it which holds and entries there are to go on with."""

    name: str
    accounts: tuple[str, ...]
    chance: Random
    expires_at: str
    _number: int = 0
    _holds: list[str] = field(default_factory=list)
    _entries: list[str] = field(default_factory=list)
    _large: list[dict[str, Any]] = field(default_factory=list)
    """The lines of the newest large bulk that was answered."""

    def next(self) -> Operation:
        self._number += 1
        kind = self.chance.choices(list(_KINDS), list(_KINDS.values()))[0]
        if (kind in {"capture", "release"} and not self._holds) or (
            kind == "reversal" and not self._entries
        ):
            kind = "transfer"
        path, body = getattr(self, f"_{kind}")()
        text = "" if body is None else json.dumps(body)
        kind = "bulk" if kind == "large_bulk" else kind
        return Operation(f"{self.name}-{self._number}", kind, path, text)

    def learn(self, operation: Operation, answer: Answer) -> None:
        if not answer.done:
            return
        if operation.kind == "hold":
            self._holds.append(answer.body["id"])
        elif operation.kind in {"transfer", "capture"}:
            self._entries.append(answer.body["id"])
        elif operation.kind == "bulk" and len(lines := operation.body["transfers"]) >= LARGE_BULK:
            self._large = lines

    def _amount(self) -> int:
        return HOPELESS_MINOR if self.chance.random() < 0.1 else self.chance.randint(1, 20_000)

    def _two(self) -> tuple[str, str]:
        debit, credit = self.chance.sample(self.accounts, 2)
        return debit, credit

    def _chosen(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def _order(self) -> dict[str, Any]:
        debit, credit = self._two()
        return {
            "debit_account_id": debit,
            "credit_account_id": credit,
            "amount": money(self._amount()),
            "reference": f"{self.name} {self._number}",
        }

    def _transfer(self) -> tuple[str, Any]:
        order = self._order()
        if self.chance.random() < 0.4:
            order["id"] = self._chosen()
        return "/v1/transfers", order

    def _bulk(self) -> tuple[str, Any]:
        transfers = []
        for _ in range(self.chance.randint(2, BULK_MAX)):
            order = self._order() | {"id": self._chosen()}
            if self.chance.random() < 0.05:
                order["credit_account_id"] = self._chosen()
            transfers.append(order)
        return "/v1/transfers/bulk", {
            "transfers": transfers,
            "atomic": self.chance.random() < 0.4,
        }

    def _large_bulk(self) -> tuple[str, Any]:
        """Draw one of new lines, or one in which old lines come again, by id under another key."""
        if self._large and self.chance.random() < 0.4:
            again = self._large[: self.chance.choice((1, LARGE_BULK // 2, LARGE_BULK))]
            lines = [*self._lines(LARGE_BULK - len(again), 0.0), *again]
            self._large = []
            return "/v1/transfers/bulk", {"transfers": lines, "atomic": False}
        lines = self._lines(LARGE_BULK, self.chance.choice(_REFUSED_SHARES))
        return "/v1/transfers/bulk", {"transfers": lines, "atomic": self.chance.random() < 0.4}

    def _lines(self, count: int, refused_share: float) -> list[dict[str, Any]]:
        """Draw lines for small change, so that most of them can be posted."""
        lines = []
        for _ in range(count):
            amount = money(self.chance.randint(1, _SMALL_CHANGE_MINOR))
            line = self._order() | {"id": self._chosen(), "amount": amount}
            if self.chance.random() < refused_share:
                if self.chance.random() < 0.5:
                    line["credit_account_id"] = self._chosen()
                else:
                    line["amount"] = money(HOPELESS_MINOR)
            lines.append(line)
        return lines

    def _hold(self) -> tuple[str, Any]:
        return "/v1/holds", {
            "account_id": self.chance.choice(self.accounts),
            "amount": money(self._amount()),
            "expires_at": self.expires_at,
        }

    def _capture(self) -> tuple[str, Any]:
        body: dict[str, Any] = {"credit_account_id": self.chance.choice(self.accounts)}
        if self.chance.random() < 0.7:
            body["amount"] = money(self.chance.randint(1, 12_000))
            if self.chance.random() < 0.4:
                body["final"] = self.chance.random() < 0.5
        return f"/v1/holds/{self.chance.choice(self._holds)}/capture", body

    def _release(self) -> tuple[str, Any]:
        return f"/v1/holds/{self.chance.choice(self._holds)}/release", None

    def _reversal(self) -> tuple[str, Any]:
        body = {"amount": money(1)} if self.chance.random() < 0.3 else {}
        return f"/v1/ledger/entries/{self.chance.choice(self._entries)}/reverse", body

    def _deposit(self) -> tuple[str, Any]:
        return "/v1/deposits", self._cash()

    def _withdrawal(self) -> tuple[str, Any]:
        return "/v1/withdrawals", self._cash()

    def _cash(self) -> dict[str, Any]:
        amount = money(self.chance.randint(1, 20_000))
        return {"account_id": self.chance.choice(self.accounts), "amount": amount}

    def _customer(self) -> tuple[str, Any]:
        return "/v1/customers", {
            "kind": "person",
            "full_name": f"Ida Sommer {self._number}",
            "email": "ida@example.com",
            "due_diligence": KNOWN_SENT,
        }
