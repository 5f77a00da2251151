"""The straight way: a plain transfer that nothing stands against, which is nearly every one."""

from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import BALANCE_MINOR_MAX, AccountStatus, LedgerAccount
from bank.domain.ledger.entries import EntryKind, JournalEntry
from bank.domain.ledger.requests import PostingRequest
from bank.domain.ledger.state import LedgerState

_OPEN = int(AccountStatus.OPEN)
_TRANSFER = EntryKind.TRANSFER


def posted_straight(request: PostingRequest, state: LedgerState) -> JournalEntry | None:
    """Post a transfer on the open day between two accounts of customers, if that is beyond doubt.

    Gives nothing, and moves nothing, where there is anything to look at twice: then the whole of
    the decision says what comes of it. It says yes to nothing that the whole would refuse, and
    moves the state just as the whole would.
    """
    if (
        request.kind is not _TRANSFER
        or request.value_date is not None
        or request.captures is not None
        or request.reverses is not None
        or request.not_after is not None
        or len(request.legs) != 2  # noqa: PLR2004 - double entry
    ):
        return None
    (debit_row, debit_ms, amount, currency), (credit_row, credit_ms, credit_amount, other) = (
        request.legs
    )
    debit, credit = state.accounts.get(debit_row), state.accounts.get(credit_row)
    if (
        debit is None
        or credit is None
        or debit is credit
        or debit_ms != debit.opened_ms
        or credit_ms != credit.opened_ms
        or not 0 < amount == -credit_amount
        or not currency == other == debit.currency == credit.currency
    ):
        return None
    if not (_unhindered(debit, amount, amount) and _unhindered(credit, -amount, 0)):
        return None
    head = state.head
    day = head.booking_date
    head.last_entry += 1
    debit.active_on = day
    return JournalEntry.mirrored(
        RowId(head.last_entry),
        _TRANSFER,
        head.last_recorded_at,
        day,
        debit.post(amount, day),
        credit.post(-amount, day),
    )


def _unhindered(account: LedgerAccount, amount_minor: int, out_minor: int) -> bool:
    """Whether an account of a customer bears a signed amount, of which so much goes out of it."""
    overdraft = account.overdraft_minor
    return (
        overdraft is not None
        and account.sign < 0
        and account.status == _OPEN
        and not account.blocked
        and account.limits is None
        and out_minor <= overdraft - account.balance_minor - account.held_minor
        and account.balance_minor + amount_minor >= -BALANCE_MINOR_MAX
        and account.debits_minor + out_minor <= BALANCE_MINOR_MAX
    )
