"""What keys and ids already stand for, and how an outcome is kept under one."""

from copy import copy
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from bank.application.pipeline.known_keys import restored
from bank.application.ports.idempotency import IdempotencyRecord
from bank.application.ports.ledger import DayClosed, Held, LedgerOutcome, Refused
from bank.domain.audit import Outcome
from bank.domain.identifiers import RowId
from bank.domain.ledger.days import ClosedDay
from bank.domain.ledger.holds import Hold, HoldStatus
from bank.domain.refusals import Refusal


class Known(NamedTuple):
    """What a key or an id already stands for.

    The digest of its request, its outcome, and the act that made it.

    A key of a bulk has no outcome of its own: its transfers have. What this very batch decided has
    no act yet, so that a request that comes twice in it is answered once as a replay.
    """

    digest: bytes
    audit_event: UUID | None
    outcome: LedgerOutcome | None


def known_record(record: IdempotencyRecord) -> Known:
    """Give what a record says: a refusal, a hold, a closed day, or a bulk, which has no outcome."""
    return Known(record.digest, record.audit_event, _outcome(record))


def facts_of(outcome: LedgerOutcome) -> dict[str, Any]:
    """Give an outcome as a record keeps it; of an entry nothing, because the entry is there."""
    if isinstance(outcome, Held):
        hold = outcome.hold
        return {
            "hold": hold.row,
            "created_at": hold.created_at.isoformat(),
            "account": hold.account,
            "opened_ms": hold.opened_ms,
            "currency": hold.currency,
            "amount_minor": hold.amount_minor,
            "captured_minor": hold.captured_minor,
            "expires_at": hold.expires_at.isoformat(),
            "status": int(hold.status),
            "ended_at": hold.ended_at.isoformat() if hold.ended_at else None,
            "audit_event": str(hold.audit_event),
            "balance_minor": outcome.balance_minor,
            "available_minor": outcome.available_minor,
        }
    if isinstance(outcome, DayClosed):
        return {
            "day": outcome.day.day.isoformat(),
            "last_entry": outcome.day.last_entry,
            "closed_at": outcome.day.closed_at.isoformat(),
        }
    return {}


def again(refusal: Refusal) -> Refusal:
    """Give a refusal as one that nobody needs to record any more."""
    refusal = copy(refusal)
    refusal.replayed = True
    return refusal


def _outcome(record: IdempotencyRecord) -> LedgerOutcome | None:
    facts = record.context
    if record.outcome is Outcome.REFUSED:
        refusal = restored(record)
        refusal.recorded, refusal.replayed = True, False
        return Refused(refusal)
    if "hold" in facts:
        return Held(_hold(facts), facts["balance_minor"], facts["available_minor"])
    if "day" in facts:
        closed = ClosedDay(
            date.fromisoformat(facts["day"]),
            RowId(facts["last_entry"]),
            datetime.fromisoformat(facts["closed_at"]),
        )
        return DayClosed(record.audit_event, closed)
    return None


def _hold(facts: dict[str, Any]) -> Hold:
    ended_at = facts["ended_at"]
    return Hold(
        row=RowId(facts["hold"]),
        created_at=datetime.fromisoformat(facts["created_at"]),
        account=RowId(facts["account"]),
        opened_ms=facts["opened_ms"],
        currency=facts["currency"],
        amount_minor=facts["amount_minor"],
        captured_minor=facts["captured_minor"],
        expires_at=datetime.fromisoformat(facts["expires_at"]),
        status=HoldStatus(facts["status"]),
        ended_at=datetime.fromisoformat(ended_at) if ended_at else None,
        audit_event=UUID(facts["audit_event"]),
    )
