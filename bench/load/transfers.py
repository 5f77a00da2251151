"""The transfers that are sent: each with free text, between two accounts drawn by the seed."""

import random

from uuid_utils import uuid7

from bench.load.orders import Orders

_TRANSFER = (
    '"debit_account_id":"{}","credit_account_id":"{}",'
    '"amount":{{"currency":"EUR","amount":"0.01"}},"reference":"Invoice 2026-{:06}"}}'
)


class Transfers:
    """Writes bodies."""

    def __init__(self, orders: Orders) -> None:
        """Take the accounts, the size of a bulk, and the share on the first account."""
        self._accounts = orders.accounts
        self._size = orders.size
        self._hot = orders.hot
        self._random = random.Random(orders.seed)  # noqa: S311 - a choice of accounts

    def account(self) -> str:
        """Draw an account."""
        return self._accounts[int(self._random.random() * len(self._accounts))]

    def one(self) -> bytes:
        """Write a transfer."""
        return ("{" + self._transfer()).encode()

    def bulk(self) -> bytes:
        """Write a bulk, each transfer with an id of its own."""
        each = [f'{{"id":"{uuid7()}",{self._transfer()}' for _ in range(self._size)]
        return ('{"transfers":[' + ",".join(each) + "]}").encode()

    def _transfer(self) -> str:
        first = self._accounts[0]
        debit = first if self._random.random() < self._hot else self.account()
        credit = debit
        while credit == debit:
            credit = self.account()
        return _TRANSFER.format(debit, credit, int(self._random.random() * 1_000_000))
