"""Whatever is asked of the ledger in whatever order, its books stay books."""

from collections import Counter
from datetime import UTC, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.domain.ledger.scene import NOW, TODAY, account, books, head, leg, request

from bank.domain.ledger.accounts import AccountKind, AccountStatus, LedgerAccount
from bank.domain.ledger.decision import decide
from bank.domain.ledger.entries import EntryKind, JournalEntry
from bank.domain.ledger.requests import PostingRequest
from bank.domain.refusals import Refusal

TILL = 1
ROWS = range(1, 7)


@st.composite
def _accounts(draw: st.DrawFn) -> list[LedgerAccount]:
    """Give a till and customers' accounts, most of them open and in euros."""
    customers = [
        account(
            row,
            overdraft_minor=draw(st.integers(0, 50)),
            held_minor=0,
            currency=draw(st.sampled_from(["EUR", "EUR", "EUR", "JPY"])),
            status=draw(st.sampled_from([AccountStatus.OPEN] * 4 + [AccountStatus.CLOSED])),
        )
        for row in ROWS[1:-1]
    ]
    return [account(TILL, kind=AccountKind.ASSET, overdraft_minor=None), *customers]


@st.composite
def _requests(draw: st.DrawFn) -> PostingRequest:
    amount_minor = draw(st.integers(1, 100))
    debit, credit = draw(st.sampled_from(ROWS)), draw(st.sampled_from(ROWS))
    days = draw(st.integers(-1, 1))
    currency = draw(st.sampled_from(["EUR", "EUR", "JPY"]))
    return request(
        leg(debit, amount_minor, currency=currency),
        leg(credit, -amount_minor, currency=currency),
        kind=draw(st.sampled_from(EntryKind)),
        value_date=draw(st.sampled_from([None, TODAY + timedelta(days=days)])),
        may_backdate=draw(st.booleans()),
    )


@given(accounts=_accounts(), requests=st.lists(_requests(), max_size=40))
def test_money_is_conserved_and_every_account_is_the_sum_of_its_postings(
    accounts: list[LedgerAccount], requests: list[PostingRequest]
) -> None:
    found, tip = books(*accounts), head()
    entries: list[JournalEntry] = []
    for number, each in enumerate(requests):
        tip.advance(NOW + timedelta(minutes=number % 7), UTC)
        try:
            entries.append(decide(each, found, tip))
        except Refusal:
            continue
    postings = [posting for entry in entries for posting in entry.postings]

    assert [entry.row for entry in entries] == list(range(11, 11 + len(entries)))
    assert tip.last_entry == 10 + len(entries)
    moments = [entry.recorded_at for entry in entries]
    assert moments == sorted(moments)

    totals: Counter[str] = Counter()
    for ledger in accounts:
        totals[ledger.currency] += ledger.balance_minor
        own = [posting for posting in postings if posting.account == ledger.row]
        assert [posting.sequence for posting in own] == list(range(1, len(own) + 1))
        running = 0
        for posting in own:
            running += posting.amount_minor
            assert posting.balance_minor == running
            assert posting.currency == ledger.currency
            assert posting.available_minor is None or posting.available_minor >= 0
        assert (ledger.balance_minor, ledger.sequence) == (running, len(own))
        assert ledger.available_minor is None or ledger.available_minor >= 0
        assert not own or ledger.status == AccountStatus.OPEN
    assert not any(totals.values())
