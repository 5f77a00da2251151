"""Holds by themselves, as their accounts know them, and as entries captured them."""

from collections import defaultdict

from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import AccountStatus
from bank.domain.ledger.holds import Hold, HoldStatus
from bank.infrastructure.in_memory.checks.entries import postings_by_entry
from bank.infrastructure.in_memory.checks.verdicts import Verdicts, unless
from bank.infrastructure.in_memory.store import Tables


def numbered(tables: Tables) -> Verdicts:
    """Count the holds up to the head's."""
    last = tables.head[None].last_hold
    for number, row in enumerate(sorted(tables.holds), start=1):
        yield unless(row == number <= last, f"hold {row}")
    yield unless(last == 0 or last in tables.holds, f"hold {last}")


def on_accounts(tables: Tables) -> Verdicts:
    """Look each hold's account up."""
    for hold in _holds(tables):
        ledger = tables.ledger_accounts.get(hold.account)
        of_customer = ledger is not None and ledger.overdraft_minor is not None
        yield unless(of_customer, f"hold {hold.row}")


def sound(tables: Tables) -> Verdicts:
    """Look at each hold by itself."""
    for hold in _holds(tables):
        if hold.active:
            fits = hold.ended_at is None and hold.captured_minor < hold.amount_minor
        else:
            ended = hold.ended_at is not None and hold.ended_at >= hold.created_at
            captured = hold.status is HoldStatus.CAPTURED
            left = hold.captured_minor < hold.amount_minor
            fits = ended and (captured or left) and (not captured or hold.captured_minor > 0)
        within = 0 <= hold.captured_minor <= hold.amount_minor
        yield unless(fits and within and hold.expires_at > hold.created_at, f"hold {hold.row}")


def captured(tables: Tables) -> Verdicts:
    """Sum the postings of each hold's captures on its account."""
    postings = postings_by_entry(tables)
    sums: defaultdict[RowId, int] = defaultdict(int)
    for entry, row in tables.captures.items():
        known = tables.holds.get(row)
        account = None if known is None else known.hold.account
        sums[row] += sum(p.amount_minor for p in postings[entry] if p.account == account)
    for hold in _holds(tables):
        yield unless(hold.captured_minor == sums[hold.row], f"hold {hold.row}")


def on_open_accounts(tables: Tables) -> Verdicts:
    """Look for active holds of closed accounts."""
    active = _active(tables)
    for row, ledger in sorted(tables.ledger_accounts.items()):
        closed = ledger.status is AccountStatus.CLOSED
        yield unless(not (closed and active[row]), f"account {row}")


def stored(tables: Tables) -> Verdicts:
    """Sum each account's active holds."""
    active = _active(tables)
    for row, ledger in sorted(tables.ledger_accounts.items()):
        held_minor = sum(hold.held_minor for hold in active[row])
        yield unless(ledger.held_minor == held_minor, f"account {row}")


def expire_in_time(tables: Tables) -> Verdicts:
    """Compare each account with the first expiry of its active holds."""
    active = _active(tables)
    for row, ledger in sorted(tables.ledger_accounts.items()):
        first = min((hold.expires_at for hold in active[row]), default=None)
        known = ledger.holds_expire_at
        in_time = first is None or (known is not None and known <= first)
        yield unless(in_time, f"account {row}")


def _holds(tables: Tables) -> list[Hold]:
    return [row.hold for _, row in sorted(tables.holds.items())]


def _active(tables: Tables) -> defaultdict[RowId, list[Hold]]:
    found: defaultdict[RowId, list[Hold]] = defaultdict(list)
    for hold in _holds(tables):
        if hold.active:
            found[hold.account].append(hold)
    return found
