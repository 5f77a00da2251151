"""A history of some weeks on some accounts, and plain Python that knows what the books must say."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random  # noqa: TID251 - a simulation

from tests.contracts.accounts import committed_account, ref, till
from tests.contracts.backend import NOW, TODAY, Backend
from tests.contracts.postings import post, request

from bank.application.ports.account_directory import AccountRef
from bank.application.posting.journal import Recorded
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import RowId
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.requests import PostingRequest

DAY = timedelta(days=1)


@dataclass(frozen=True)
class History:
    """What was recorded, in order; of balances and amounts, what came in is positive."""

    accounts: list[CustomerAccount]
    cash: AccountRef
    recorded: list[Recorded]

    @property
    def days(self) -> list[date]:
        """Every day from before the first to the last that is open."""
        last = self.recorded[-1].entry.booking_date
        return [TODAY - 2 * DAY + DAY * n for n in range((last - TODAY).days + 3)]

    def moved(self, account: RowId) -> list[tuple[Recorded, int]]:
        """Give what moved an account, by how much."""
        return [
            (each, -posting.amount_minor)
            for each in self.recorded
            for posting in each.entry.postings
            if posting.account == account
        ]

    def recorded_balance(self, account: RowId, moment: datetime) -> int:
        return sum(n for each, n in self.moved(account) if each.entry.recorded_at <= moment)

    def booked_balance(self, account: RowId, day: date) -> int:
        return sum(n for each, n in self.moved(account) if each.entry.booking_date <= day)

    def value_balance(self, account: RowId, day: date) -> int:
        return sum(n for each, n in self.moved(account) if each.entry.value_date <= day)

    def restated(self, account: RowId, day: date) -> list[tuple[Recorded, int]]:
        """Give what was booked after a day and counts from it or from a day before it."""
        return [
            (each, n)
            for each, n in self.moved(account)
            if each.entry.value_date <= day < each.entry.booking_date
        ]


async def lived_through(backend: Backend, seed: int, *, batches: int = 40) -> History:
    """Open three accounts, and post to them for some weeks with days on which nothing is."""
    random = Random(seed)  # noqa: S311 - a history that can be had again
    accounts = [await committed_account(backend, overdraft_minor=10**9) for _ in range(3)]
    history = History(accounts, await till(backend), [])
    now = NOW
    for number in range(batches):
        now += timedelta(minutes=random.choice([0, 1, 90, 24 * 60, 3 * 24 * 60]))
        wanted = [
            _posting(random, history, f"{number}/{each}", now.date())
            for each in range(random.randint(1, 3))
        ]
        history.recorded.extend(await post(backend, *wanted, now=now))
    assert now.tzinfo is UTC
    return history


def _posting(random: Random, history: History, key: str, today: date) -> PostingRequest:
    one, other = random.sample(history.accounts, 2)
    kind = random.choice([EntryKind.DEPOSIT, EntryKind.WITHDRAWAL, EntryKind.TRANSFER])
    debit = history.cash if kind is EntryKind.DEPOSIT else ref(one)
    credit = history.cash if kind is EntryKind.WITHDRAWAL else ref(other)
    backdated = random.random() < 0.4
    return request(
        key,
        debit,
        credit,
        kind=kind,
        amount_minor=random.randint(1, 50) * 100,
        value_date=today - DAY * random.randint(1, 40) if backdated else None,
        key_is_id=random.random() < 0.3,
    )
