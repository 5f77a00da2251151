"""A no is kept under its key, unless another request has come to have that key."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from tests.application.scene import MANAGER, Desk, a_bank

from bank.application.accounts.block_account import (
    AccountBlocking,
    AccountUnblocking,
    BlockAccount,
    UnblockAccount,
)
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.scopes import Scope, Scopes
from bank.application.ports.idempotency import RequestInFlight
from bank.domain.audit import Outcome
from bank.domain.customer_accounts import AccountNotBlocked, BlockReason
from bank.domain.ledger.accounts import Block
from bank.domain.ledger.refusals import IdempotencyKeyReused


class Overtaken(Scopes):
    """Has something done before a scope is opened, once: the one that comes after ``skipped``."""

    def __init__(self, scopes: Scopes) -> None:
        self._scopes = scopes
        self.skipped = 0
        self.meanwhile: Callable[[], Awaitable[object]] | None = None
        self.overtook = False

    @asynccontextmanager
    async def open(self, kind: UseCaseKind) -> AsyncIterator[Scope]:
        meanwhile, self.skipped = self.meanwhile, self.skipped - 1
        if meanwhile is not None and self.skipped < 0:
            self.meanwhile, self.overtook = None, True
            await meanwhile()
        async with self._scopes.open(kind) as scope:
            yield scope


async def test_a_no_is_not_the_last_word_where_the_key_was_taken_meanwhile() -> None:
    """Two requests under one key: the one is decided, the other is done before that is kept.

    Scenario: an unblocking is refused; before its refusal is recorded, a block commits under the
    same key.
    Outcome: the first is told to ask again, leaves no refusal behind, and learns that its key was
    used for another request.
    """
    made: list[Overtaken] = []

    def between(scopes: Scopes) -> Scopes:
        made.append(Overtaken(scopes))
        return made[0]

    desk = Desk(a_bank(scopes=between))
    async with desk.bank.open():
        account = str((await desk.account()).id)
        block = AccountBlocking(account=account, side=Block.DEBIT, reason=BlockReason.OTHER)
        unblock = AccountUnblocking(account=account, side=Block.DEBIT)
        made[0].skipped = 1
        made[0].meanwhile = lambda: desk.ask(BlockAccount, block, MANAGER, key="K")
        with pytest.raises(RequestInFlight):
            await desk.ask(UnblockAccount, unblock, MANAGER, key="K")
        assert made[0].overtook
        assert desk.events("account.unblock") == []
        with pytest.raises(IdempotencyKeyReused):
            await desk.ask(UnblockAccount, unblock, MANAGER, key="K")
        assert [each.outcome for each in desk.events("account.block")] == [Outcome.DONE]


async def test_the_same_no_twice_is_one_no(desk: Desk) -> None:
    account = str((await desk.account()).id)
    unblock = AccountUnblocking(account=account, side=Block.DEBIT)
    for _ in range(2):
        with pytest.raises(AccountNotBlocked):
            await desk.ask(UnblockAccount, unblock, MANAGER, key="K")
    assert len(desk.events("account.unblock")) == 1
