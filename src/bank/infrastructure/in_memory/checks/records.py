"""What stands beside the books: audit events, and events for others."""

from bank.infrastructure.in_memory.checks.verdicts import Verdicts, unless
from bank.infrastructure.in_memory.store import Tables


def entries_audited(tables: Tables) -> Verdicts:
    """Look each entry's audit event up."""
    for row, recorded in sorted(tables.entries.items()):
        yield unless(recorded.audit_event in tables.audit_events, f"entry {row}")


def holds_audited(tables: Tables) -> Verdicts:
    """Look each hold's audit event up."""
    for row, known in sorted(tables.holds.items()):
        yield unless(known.hold.audit_event in tables.audit_events, f"hold {row}")


def days_audited(tables: Tables) -> Verdicts:
    """Look each closed day's audit event up."""
    for day, closing in sorted(tables.closed_days.items()):
        yield unless(closing.audit_event in tables.audit_events, f"day {day}")


def events_numbered(tables: Tables) -> Verdicts:
    """Count the positions."""
    for number, position in enumerate(sorted(tables.outbox), start=1):
        yield unless(position == number, f"position {position}")
