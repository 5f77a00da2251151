"""The book as a process's own batches left it, so that the next need not read all of it again."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID
from weakref import WeakSet

from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import AccountKind, LedgerAccount
from bank.domain.ledger.days import LedgerHead

ACCOUNTS_MAX = 16_384
"""How many accounts are remembered, those that moved last: some 10 MB, few enough to be near."""

_TO_READ_BITS = 6
"""After how many more wrong batches in a row no more of the next ones are read: 63 are, then."""

_SIGNS = {int(kind): kind.normal_sign for kind in AccountKind}


class Before(NamedTuple):
    """An account that a batch may move, and what the books say of it.

    ``version`` is the transaction that wrote its row (``xmin``): as long as that is the same, so is
    the row. ``overdraft_minor`` is its own; the batch's terms may set another on the account.
    """

    account: LedgerAccount
    version: bytes
    sequence: int
    held_minor: int
    active_on: date | None
    holds_expire_at: datetime | None
    overdraft_minor: int | None
    limited: bool

    @classmethod
    def read(cls, columns: Sequence[Any]) -> "Before":
        """Take what was read: the account's fields in their order, then two columns more."""
        row, opened_ms, kind, *terms, limited, version = columns
        account = LedgerAccount(row, opened_ms, _SIGNS[kind], *terms)
        return cls.of(account, version, account.overdraft_minor, limited=limited)

    @classmethod
    def of(
        cls, account: LedgerAccount, version: bytes, overdraft_minor: int | None, *, limited: bool
    ) -> "Before":
        """Take an account as it is now."""
        return tuple.__new__(
            cls,
            (
                account,
                version,
                account.sequence,
                account.held_minor,
                account.active_on,
                account.holds_expire_at,
                overdraft_minor,
                limited,
            ),
        )


class Proof(NamedTuple):
    """What must still be so when a batch is written that was decided over what was not read.

    The version of the book's head; keys under which nothing may stand, and which of them become no
    entry, so that no index keeps them from being an entry's already; the accounts with their
    versions, where the batch did not move all of them. Those that it moved their update proves; but
    locked they are together, in the order of their rows.
    """

    head: bytes | None = None
    keys: Sequence[UUID] = ()
    of_no_entry: Sequence[UUID] = ()
    accounts: Sequence[tuple[RowId, bytes]] = ()


class BookMemory:
    """What a process knows of the book without reading it; one batch at a time asks it.

    It is only as good as nobody else's batches: the head tells, whose row each batch writes. A
    command that changes an account by itself leaves the head alone. Therefore whoever recalls
    anything proves when they write that it is still so. And a connection that is new here may lead
    to a server that lost what another had committed: then all is forgotten.

    An account is forgotten when it is recalled, and known again once what became of it is
    committed: nothing that failed can leave a trace here.
    """

    def __init__(self) -> None:
        """Know nothing."""
        self._accounts: dict[RowId, Before] = {}
        self._connections: WeakSet[Any] = WeakSet()
        self._head: LedgerHead | None = None
        self._version = b""
        self._alone = False
        self._wrong = 0
        self._to_read = 0

    def recall(self, connection: object, rows: Iterable[RowId]) -> dict[RowId, Before]:
        """Give what is known of accounts, if it is likely to hold; ``stands`` says whether."""
        if connection not in self._connections:
            self._connections.add(connection)
            self._version = b""
            self._accounts.clear()
            self.doubt()
        if not self._alone:
            return {}
        known = self._accounts
        return {row: known.pop(row) for row in rows if row in known}

    def head(self) -> tuple[LedgerHead, bytes] | None:
        """Give the head and its version, if both are likely to be what the books have.

        After two batches in a row that relied on them failed, one has to read, after one more
        three, then seven: whoever sends the same keys all the time has few batches made twice.
        """
        if self._to_read:
            self._to_read -= 1
            return None
        return (copy(self._head), self._version) if self._alone and self._head else None

    def stands(self, version: bytes) -> bool:
        """Say whether nobody has written the head since, and forget everything else if so."""
        self._alone = version == self._version
        if not self._alone:
            self._accounts.clear()
        return self._alone

    def keep(
        self,
        head: LedgerHead,
        version: bytes,
        accounts: Mapping[RowId, Before],
        *,
        relied_on_head: bool,
    ) -> None:
        """Remember the book as it is after a batch was committed, which wrote the head.

        The accounts only while nobody else writes it as well: else they would be forgotten at once.
        """
        self._head, self._version = head, version
        if relied_on_head:
            self._wrong = 0
        if not self._alone:
            return
        known = self._accounts
        known |= accounts
        for row in list(islice(known, max(0, len(known) - ACCOUNTS_MAX))):
            del known[row]

    def doubt(self, *, relied_on_head: bool = False) -> None:
        """Recall nothing before the head was read again, as after a batch that failed.

        What that batch had recalled is forgotten already.
        """
        self._alone = False
        if relied_on_head:
            self._to_read = (1 << min(self._wrong, _TO_READ_BITS)) - 1
            self._wrong += 1
