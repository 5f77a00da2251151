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


KINDS = {kind: Kind[kind.name] for kind in EntryKind}


class AccountEntry(Struct, frozen=True, kw_only=True):
    """An entry as one account's holder sees it.

    `amount` is signed: what came in is positive. `balance` is the account's after it. `sequence`
    counts the account's postings from 1 without gaps.
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
    debit_account_id: UUID
    credit_account_id: UUID
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
    """A journal entry with all its postings, which sum to zero, and the audit event of its act."""

    id: UUID
    kind: Kind
    booking_date: date
    value_date: date
    backdated: bool
    recorded_at: datetime
    reference: str | None
    audit_event_id: UUID
    postings: list[LedgerPosting]


def account_id(posting: Posting) -> UUID:
    """Give the public id of a posting's account."""
    return public_id_at(posting.opened_ms, posting.account)


def sides(entry: JournalEntry | EntryView) -> tuple[Posting, Posting]:
    """Give the debit and the credit of an entry of two postings."""
    one, other = entry.postings
    return (one, other) if one.amount_minor > 0 else (other, one)


def shown_balance(posting: Posting) -> Money:
    """Give the balance of a customer's account after a posting: a liability, so credit positive."""
    return money_of(-posting.balance_minor, posting.currency)


def account_entry(account: CustomerAccount, sequence: int, entry: EntryView) -> AccountEntry:
    """Show an entry from the side of one account; nothing of the other's balance."""
    debit, credit = sides(entry)
    own = debit if debit.account == account.row else credit
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
        debit_account_id=account_id(debit),
        credit_account_id=account_id(credit),
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
    )
