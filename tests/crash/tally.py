"""An independent tally: what accounts and holds must be, counted from what clients were told.

It knows none of the bank's code. Of each operation that was acknowledged it counts what was *asked*
for; the answer only says that it was done, and under which id.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.crash.record import Kept, Operation


@dataclass
class HeldMoney:
    account: str
    amount: int
    captured: int = 0
    status: str = "active"

    @property
    def remaining(self) -> int:
        return self.amount - self.captured if self.status == "active" else 0


@dataclass(frozen=True, slots=True)
class Moved:
    """An entry between two accounts; a till is no account."""

    debit: str
    credit: str
    amount: int


@dataclass
class Tally:
    """Counts whole records, each in its client's order: nobody touches another's holds."""

    balances: Counter[str] = field(default_factory=Counter)
    postings: Counter[str] = field(default_factory=Counter)
    holds: dict[str, HeldMoney] = field(default_factory=dict)
    entries: dict[str, Moved] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    """What became of each line of a bulk, by the id that its client chose."""
    contradictions: list[str] = field(default_factory=list)

    def count(self, record: Iterable[Kept]) -> None:
        for kept in record:
            if kept.answer is not None and kept.answer.done:
                count = getattr(self, f"_{kept.operation.kind}")
                count(kept.operation, kept.operation.body, kept.answer.body)

    def held(self, account: str) -> int:
        return sum(hold.remaining for hold in self.holds.values() if hold.account == account)

    def statement(self, account: str) -> dict[str, int]:
        """Give what each entry brought an account, by the entry's id."""
        return {
            entry: moved.amount if moved.credit == account else -moved.amount
            for entry, moved in self.entries.items()
            if account in {moved.debit, moved.credit}
        }

    def _move(self, entry: str, debit: str, credit: str, amount: int) -> None:
        self.entries[entry] = Moved(debit, credit, amount)
        for account, sign in ((debit, -1), (credit, 1)):
            self.balances[account] += sign * amount
            self.postings[account] += 1

    def _deposit(self, _operation: Operation, body: dict[str, Any], told: dict[str, Any]) -> None:
        self._move(told["id"], "till", body["account_id"], minor(body["amount"]))

    def _withdrawal(
        self, _operation: Operation, body: dict[str, Any], told: dict[str, Any]
    ) -> None:
        self._move(told["id"], body["account_id"], "till", minor(body["amount"]))

    def _transfer(self, _operation: Operation, body: dict[str, Any], told: dict[str, Any]) -> None:
        debit, credit = body["debit_account_id"], body["credit_account_id"]
        self._move(told["id"], debit, credit, minor(body["amount"]))

    def _bulk(self, operation: Operation, body: dict[str, Any], told: dict[str, Any]) -> None:
        """Count each line once, however many bulks repeat it."""
        for order, outcome in zip(body["transfers"], told["outcomes"], strict=True):
            line, status = order["id"], outcome["status"]
            before = self.lines.setdefault(line, status)
            if before != status:
                self.contradictions.append(f"line {line} was {before}, and is {status} by now")
            if status == "posted" and line not in self.entries:
                self._transfer(operation, order, {"id": line})

    def _hold(self, _operation: Operation, body: dict[str, Any], told: dict[str, Any]) -> None:
        self.holds[told["id"]] = HeldMoney(body["account_id"], minor(body["amount"]))

    def _capture(self, operation: Operation, body: dict[str, Any], told: dict[str, Any]) -> None:
        hold = self.holds[hold_of(operation)]
        amount = minor(body["amount"]) if "amount" in body else hold.remaining
        final = body.get("final", "amount" not in body)
        self._move(told["id"], hold.account, body["credit_account_id"], amount)
        hold.captured += amount
        if final or hold.captured == hold.amount:
            hold.status = "captured"

    def _release(self, operation: Operation, _body: dict[str, Any], _told: dict[str, Any]) -> None:
        self.holds[hold_of(operation)].status = "released"

    def _reversal(self, operation: Operation, body: dict[str, Any], told: dict[str, Any]) -> None:
        was = self.entries[reversed_by(operation)]
        amount = minor(body["amount"]) if "amount" in body else was.amount
        self._move(told["id"], was.credit, was.debit, amount)

    def _customer(self, _operation: Operation, _body: dict[str, Any], _told: Any) -> None:
        """A customer moves no money."""


def minor(money: dict[str, str]) -> int:
    """Give the cents of an amount of euros, signed."""
    return int(money["amount"].replace(".", ""))


def hold_of(operation: Operation) -> str:
    return operation.path.split("/")[3]


def reversed_by(operation: Operation) -> str:
    return operation.path.split("/")[4]
