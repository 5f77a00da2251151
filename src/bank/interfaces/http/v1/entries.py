"""Journal entries as they are shown: to those concerned, and to auditors."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from msgspec import Struct

from bank.application.ports.entries import EntryView
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import public_id_at
from bank.domain.ledger.entries import EntryKind, JournalEntry, Posting
from bank.interfaces.http.v1.money import Money, money_of


class Kind(StrEnum):
    """What an entry was made for."""

    TRANSFER = "transfer"
    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"
    CAPTURE = "capture"
    REVERSAL = "reversal"
    MANUAL = "manual"
    EXCHANGE = "exchange"


KINDS = {kind: Kind[kind.name] for kind in EntryKind}


class AccountEntry(Struct, frozen=True, kw_only=True):
    """An entry as one account's holder sees it.

    `amount` is signed: what came in is positive. `balance` is the account's after it. `sequence`
    counts the account's postings from 1 without gaps. The two accounts are those that the money
    went between, of an exchange the customers'; both are null where an entry has more parties.
    """

    id: UUID
    sequence: int
    kind: Kind
    amount: Money
    balance: Money
    booking_date: date
    value_date: date
    backdated: bool
    recorded_at: datetime
    debit_account_id: UUID | None
    credit_account_id: UUID | None
    reference: str | None


class LedgerPosting(Struct, frozen=True, kw_only=True):
    """One leg of an entry: `amount` is positive, `side` says where it stands.

    `balance` is the account's after it, signed, debit positive.
    """

    account_id: UUID
    sequence: int
    side: Literal["debit", "credit"]
    amount: Money
    balance: Money


class LedgerEntry(Struct, frozen=True, kw_only=True):
    """A journal entry with all its postings, which sum to zero, and the audit event of its act.

    `reverses` and `reversed_by` are entries; `hold_id` is what a capture captured.
    """

    id: UUID
    kind: Kind
    booking_date: date
    value_date: date
    backdated: bool
    recorded_at: datetime
    reference: str | None
    audit_event_id: UUID
    postings: list[LedgerPosting]
    reverses: UUID | None
    reversed_by: UUID | None
    hold_id: UUID | None


def account_id(posting: Posting) -> UUID:
    """Give the public id of a posting's account."""
    return public_id_at(posting.opened_ms, posting.account)


def sides(entry: JournalEntry | EntryView) -> tuple[Posting, Posting] | None:
    """Give the debit and the credit that an entry is between; nothing where it has more parties.

    Of an entry of two postings those, of a longer one the customers': what the bank's own accounts
    do between them, such as its positions in an exchange, is not the parties' business.
    """
    postings = entry.postings
    if len(postings) > 2:  # noqa: PLR2004 - double entry
        postings = tuple([each for each in postings if each.available_minor is not None])
    debits = [each for each in postings if each.amount_minor > 0]
    credits_ = [each for each in postings if each.amount_minor < 0]
    return (debits[0], credits_[0]) if len(debits) == len(credits_) == 1 else None


def shown_balance(posting: Posting) -> Money:
    """Give the balance of a customer's account after a posting: a liability, so credit positive."""
    return money_of(-posting.balance_minor, posting.currency)


def account_entry(account: CustomerAccount, sequence: int, entry: EntryView) -> AccountEntry:
    """Show an entry from the side of one account; nothing of the other's balance."""
    between = sides(entry)
    own = next(each for each in entry.postings if each.account == account.row)
    return AccountEntry(
        id=entry.id,
        sequence=sequence,
        kind=KINDS[entry.kind],
        amount=money_of(-own.amount_minor, own.currency),
        balance=shown_balance(own),
        booking_date=entry.booking_date,
        value_date=entry.value_date,
        backdated=entry.value_date < entry.booking_date,
        recorded_at=entry.recorded_at,
        debit_account_id=account_id(between[0]) if between else None,
        credit_account_id=account_id(between[1]) if between else None,
        reference=entry.reference,
    )


def ledger_entry(entry: EntryView) -> LedgerEntry:
    """Show an entry as the books have it."""
    return LedgerEntry(
        id=entry.id,
        kind=KINDS[entry.kind],
        booking_date=entry.booking_date,
        value_date=entry.value_date,
        backdated=entry.value_date < entry.booking_date,
        recorded_at=entry.recorded_at,
        reference=entry.reference,
        audit_event_id=entry.audit_event,
        postings=[
            LedgerPosting(
                account_id=account_id(posting),
                sequence=posting.sequence,
                side="debit" if posting.amount_minor > 0 else "credit",
                amount=money_of(abs(posting.amount_minor), posting.currency),
                balance=money_of(posting.balance_minor, posting.currency),
            )
            for posting in entry.postings
        ],
        reverses=entry.reverses,
        reversed_by=entry.reversed_by,
        hold_id=entry.hold,
    )
