"""What is asked for among an account's entries, and where in its history that lies."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from bank.application.ports.account_directory import AccountDirectory
from bank.application.ports.entries import Direction, EntryFilter, Numbers
from bank.application.ports.positions import Positions
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.entries import EntryKind
from bank.domain.money import Currency, InvalidAmount, to_minor

NOTHING = Numbers(0, 0)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySearch:
    """Which entries, as they are asked for.

    Booking dates from and to (both included), a kind, amounts from and to as decimal text in the
    account's currency, a direction, and the id or external reference of another account.
    """

    booked_from: date | None = None
    booked_to: date | None = None
    kind: EntryKind | None = None
    amount_from: str | None = None
    amount_to: str | None = None
    direction: Direction | None = None
    counterparty: str | None = None


class Lookup(NamedTuple):
    """A search as the journal takes it."""

    wanted: EntryFilter
    within: Numbers


async def look_up(
    search: EntrySearch,
    account: CustomerAccount,
    positions: Positions,
    directory: AccountDirectory,
) -> Lookup:
    """Find the sequences of the booking dates; refuses an amount that is none of the currency.

    The refusal's context has the ``parameter`` whose amount it is. Another account that is not
    there has no entries: nobody learns whether it is.
    """
    ref = None
    if search.counterparty is not None:
        (ref,) = await directory.resolve([search.counterparty])
    wanted = EntryFilter(
        kind=search.kind,
        amount_from_minor=_minor(search, "amount_from", account.currency),
        amount_to_minor=_minor(search, "amount_to", account.currency),
        direction=search.direction,
        counterparty=ref,
    )
    if search.counterparty is not None and ref is None:
        return Lookup(wanted, NOTHING)
    entries = await entries_booked(positions, search.booked_from, search.booked_to)
    return Lookup(wanted, await sequences_of(positions, account, entries))


async def entries_booked(
    positions: Positions, booked_from: date | None, booked_to: date | None
) -> Numbers:
    """Give the numbers of the entries booked in a time, both days included; all without any."""
    after, through = 0, None
    if booked_from is not None and booked_from > date.min:
        (after,) = await positions.ends_of([booked_from - _DAY])
    if booked_to is not None:
        (through,) = await positions.ends_of([booked_to])
    return Numbers(after, through)


async def sequences_of(positions: Positions, account: CustomerAccount, entries: Numbers) -> Numbers:
    """Give the sequences on an account of the entries with some numbers."""
    bounds = [entries.after, *([] if entries.through is None else [entries.through])]
    if bounds == [0]:
        return Numbers()
    found = [each.sequence for each in await positions.of_account(account.row, bounds)]
    return Numbers(found[0], None if entries.through is None else found[1])


def _minor(search: EntrySearch, parameter: str, of: Currency) -> int | None:
    text: str | None = getattr(search, parameter)
    try:
        return None if text is None else to_minor(text, of)
    except InvalidAmount as refusal:
        refusal.context["parameter"] = parameter
        raise
