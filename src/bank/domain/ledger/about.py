"""What an entry is about: a hold that it captures, an entry that it reverses, a quote."""

from collections.abc import Iterable

from bank.domain.ledger.accounts import LedgerAccount
from bank.domain.ledger.holds import Hold, HoldNotFound
from bank.domain.ledger.refusals import EntryAlreadyReversed, InternalAccount, QuoteExpired
from bank.domain.ledger.requests import Leg, PostingRequest
from bank.domain.ledger.state import LedgerState


def captured_legs(request: PostingRequest, state: LedgerState) -> tuple[Leg, ...]:
    """Give the legs of a capture; of the rest of a hold, over what is left of it."""
    captures = request.captures
    hold = None if captures is None else state.holds.get(captures.hold.row)
    if captures is None or hold is None or not captures.rest or not hold.held_minor:
        return request.legs
    debit, credit = request.legs
    return (
        debit._replace(amount_minor=hold.held_minor),
        credit._replace(amount_minor=-hold.held_minor),
    )


def refuse_about(request: PostingRequest, legs: tuple[Leg, ...], state: LedgerState) -> Hold | None:
    """Refuse by what the entry is about: a quote, an entry to reverse, a hold, which is given."""
    if request.not_after is not None and state.head.last_recorded_at > request.not_after:
        raise QuoteExpired
    if request.reverses is not None and request.reverses.entry in state.reversed:
        raise EntryAlreadyReversed
    if request.captures is None:
        return None
    hold = state.hold(request.captures.hold)
    if hold.account != legs[0].account:
        raise HoldNotFound
    hold.refuse_unless_active()
    hold.refuse_beyond(legs[0].amount_minor)
    return hold


def refuse_bank(accounts: Iterable[LedgerAccount]) -> None:
    """Refuse an account of the bank's own."""
    if any(account.internal for account in accounts):
        raise InternalAccount
