"""A history that is made by COPY is one that the ledger could have written."""

from collections import defaultdict
from itertools import chain
from struct import Struct

import pytest
from bench.banks.accounts import FUNDS_MINOR
from bench.banks.history import _Round

_POSTING = Struct("!hiiiqiqiqiqiqiqiq").unpack
FIRST_ACCOUNT, FIRST_ENTRY = 100, 1


@pytest.mark.parametrize("accounts", [2, 3, 7919, 8000])
def test_sequences_balances_and_turnover_run_along_each_account(accounts: int) -> None:
    rounds = [
        _Round(number, FIRST_ACCOUNT, accounts, FIRST_ENTRY + (number - 1) * accounts)
        for number in (1, 2, 3)
    ]
    by_account = defaultdict(list)
    by_entry = defaultdict(list)
    for row in chain.from_iterable(each.postings() for each in rounds):
        _, _, _, _, account, _, sequence, _, entry, _, amount, *rest = _POSTING(row)
        balance, available, debits = rest[1], rest[3], rest[5]
        by_account[account].append((sequence, entry, amount, balance, available, debits))
        by_entry[entry].append((account, amount))
    assert len(by_account) == accounts
    assert sorted(by_entry) == list(range(FIRST_ENTRY, FIRST_ENTRY + 3 * accounts))
    for legs in by_entry.values():
        assert sum(amount for _, amount in legs) == 0
        assert len({account for account, _ in legs}) == 2
    for postings in by_account.values():
        postings.sort()
        running = turnover = 0
        assert [each[0] for each in postings] == list(range(1, 7))
        assert [each[1] for each in postings] == sorted(each[1] for each in postings)
        for _, _, amount, balance, available, debits in postings:
            running, turnover = running + amount, turnover + max(amount, 0)
            assert (balance, debits) == (running, turnover)
            assert available == FUNDS_MINOR - running
        assert (running, turnover) == (0, 3)
