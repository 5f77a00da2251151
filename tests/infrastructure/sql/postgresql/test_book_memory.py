"""What a process knows of the book, and when it does not trust that."""

import pytest
from tests.contracts.backend import NOW

from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import BEFORE_ALL, LedgerAccount
from bank.domain.ledger.days import LedgerHead
from bank.infrastructure.sql.postgresql.remembered import Before, BookMemory


class _Connection:
    """Stands for a connection: a memory asks only which one it is."""


CONNECTION = _Connection()
ROW = RowId(1)
HEAD = LedgerHead(7, NOW, BEFORE_ALL)


def _before() -> Before:
    account = LedgerAccount(ROW, 0, -1, 1, "EUR", 0, 0, 0, 0)
    return Before.of(account, b"old", 0, limited=False)


@pytest.fixture
def memory() -> BookMemory:
    """Give the memory of a process that posts alone, and knows one account."""
    memory = BookMemory()
    memory.recall(CONNECTION, [])
    memory.keep(HEAD, b"mine", {}, relied_on_head=False)
    assert memory.stands(b"mine")
    memory.keep(HEAD, b"mine", {ROW: _before()}, relied_on_head=False)
    return memory


def test_an_account_is_recalled_once(memory: BookMemory) -> None:
    assert [*memory.recall(CONNECTION, [ROW, RowId(2)])] == [ROW]
    assert not memory.recall(CONNECTION, [ROW])


def test_the_head_that_is_given_is_a_copy(memory: BookMemory) -> None:
    known = memory.head()
    assert known is not None
    known[0].last_entry += 1
    assert memory.head() == (HEAD, b"mine")


def test_anothers_batch_makes_it_forget(memory: BookMemory) -> None:
    assert not memory.stands(b"another's")
    assert memory.head() is None
    assert memory.stands(b"mine")
    assert not memory.recall(CONNECTION, [ROW])


def test_a_connection_that_is_new_makes_it_forget(memory: BookMemory) -> None:
    other = _Connection()
    assert not memory.recall(other, [ROW])
    assert not memory.stands(b"mine")
    assert not memory.recall(CONNECTION, [ROW])


def test_a_batch_that_failed_makes_it_doubt_the_head_alone(memory: BookMemory) -> None:
    memory.doubt(relied_on_head=True)
    assert memory.head() is None
    assert not memory.recall(CONNECTION, [ROW])
    assert memory.stands(b"mine")
    assert memory.head() is not None
    assert [*memory.recall(CONNECTION, [ROW])] == [ROW]


def test_the_more_batches_fail_in_a_row_the_more_are_read(memory: BookMemory) -> None:
    """Scenario: somebody sends the same key again and again.

    Outcome: of two hundred batches that could rely on the head, nine do.
    """
    relied = 0
    for _ in range(200):
        if memory.head() is not None:
            relied += 1
            memory.doubt(relied_on_head=True)
        assert memory.stands(b"mine")
    assert relied == 9


def test_one_that_is_right_ends_that(memory: BookMemory) -> None:
    for _ in range(5):
        memory.doubt(relied_on_head=True)
    memory.keep(HEAD, b"mine", {}, relied_on_head=True)
    memory.doubt(relied_on_head=True)
    assert memory.stands(b"mine")
    assert memory.head() is not None
