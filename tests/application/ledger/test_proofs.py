"""The proofs of the ledger in memory: each finds, alone, what was tampered with."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.application.scene import AUDITOR, Desk
from tests.used_bank import use_everything

from bank.application.ledger.books import CheckStep, Finding
from bank.application.ledger.proofs import Proof
from bank.application.ledger.read_ledger import CheckLedger, LedgerCheck
from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import AccountStatus
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.holds import HoldStatus
from bank.domain.ledger.limits import LimitKind
from bank.infrastructure.in_memory.checks import CHECKS
from bank.infrastructure.in_memory.checks.verdicts import nothing_kept
from bank.infrastructure.in_memory.store import Tables

NOT_KEPT = {proof for proof, check in CHECKS.items() if check is nothing_kept}
Damage = Callable[[Tables], None]


def _head(**changed: Callable[[Any], Any]) -> Damage:
    def damage(tables: Tables) -> None:
        head = tables.head[None]
        values = {name: change(getattr(head, name)) for name, change in changed.items()}
        tables.head[None] = replace(head, **values)

    return damage


def _entry(find: Callable[[Tables], RowId], **changed: Callable[[Any], Any]) -> Damage:
    def damage(tables: Tables) -> None:
        recorded = tables.entries[find(tables)]
        values = {name: change(getattr(recorded.entry, name)) for name, change in changed.items()}
        # Past the entry's own constructor, as whoever tampers would be.
        entry = recorded.entry._replace(**values)
        tables.entries[find(tables)] = recorded._replace(entry=entry)

    return damage


def _posting(find: Callable[[Tables], tuple[RowId, int]], name: str, more: int) -> Damage:
    def damage(tables: Tables) -> None:
        row, posting = tables.postings[find(tables)]
        changed: dict[str, Any] = {name: (getattr(posting, name) or 0) + more}
        tables.postings[find(tables)] = (row, posting._replace(**changed))

    return damage


def _account(find: Callable[[Tables], RowId], **changed: Callable[[Any], Any]) -> Damage:
    def damage(tables: Tables) -> None:
        ledger = tables.ledger_accounts[find(tables)]
        values = {name: change(getattr(ledger, name)) for name, change in changed.items()}
        tables.ledger_accounts[ledger.row] = replace(ledger, **values)

    return damage


def _hold(among: HoldStatus, /, **values: Any) -> Damage:
    def damage(tables: Tables) -> None:
        row = next(each for each in tables.holds.values() if each.hold.status is among)
        given = {
            name: value(row.hold) if callable(value) else value for name, value in values.items()
        }
        tables.holds[row.hold.row] = replace(row, hold=replace(row.hold, **given))

    return damage


def _limit(kind: LimitKind) -> Damage:
    def damage(tables: Tables) -> None:
        for row, limit in tables.limits.items():
            if limit.rule.kind is kind:
                tables.limits[row] = replace(limit, rule=limit.rule._replace(amount_minor=1))

    return damage


def _last(tables: Tables) -> RowId:
    return max(tables.entries)


def _capture(tables: Tables) -> RowId:
    return min(tables.captures)


def _till(tables: Tables) -> RowId:
    rows = tables.ledger_accounts.values()
    return next(r.row for r in rows if (r.position, r.currency) == ("cash/main", "EUR"))


def _holder(tables: Tables) -> RowId:
    return next(row.row for row in tables.ledger_accounts.values() if row.held_minor)


def _second_at_till(tables: Tables) -> tuple[RowId, int]:
    return _till(tables), 2


def _last_debit(tables: Tables) -> tuple[RowId, int]:
    debit = tables.entries[_last(tables)].entry.postings[0]
    return debit.account, debit.sequence


def _more(by: Any) -> Callable[[Any], Any]:
    return lambda value: value + by


def _always(value: Any) -> Callable[[Any], Any]:
    return lambda _: value


def _unnamed(tables: Tables) -> None:
    recorded = tables.entries[_last(tables)]
    postings = tuple(p._replace(sequence=p.sequence + 1) for p in recorded.entry.postings)
    tables.entries[_last(tables)] = recorded._replace(
        entry=recorded.entry._replace(postings=postings)
    )


def _overstated(tables: Tables) -> None:
    recorded = tables.entries[_last(tables)]
    postings = (*recorded.entry.postings, recorded.entry.postings[0])
    entry = tuple.__new__(type(recorded.entry), (*recorded.entry[:-1], postings))
    tables.entries[_last(tables)] = recorded._replace(entry=entry)


def _unbalanced(tables: Tables) -> None:
    credit = tables.entries[_last(tables)].entry.postings[1]
    place = credit.account, credit.sequence
    for name, more in (("amount_minor", -1), ("balance_minor", -1), ("available_minor", 1)):
        _posting(lambda _: place, name, more)(tables)
    _account(lambda _: credit.account, balance_minor=_more(-1))(tables)


def _renumbered(tables: Tables) -> None:
    last = _last(tables)
    beyond = RowId(last + 1)
    recorded = tables.entries.pop(last)
    tables.entries[beyond] = recorded._replace(entry=recorded.entry._replace(row=beyond))
    for posting in recorded.entry.postings:
        tables.postings[posting.account, posting.sequence] = (beyond, posting)
    _head(last_entry=_more(1))(tables)


def _mislinked(tables: Tables) -> None:
    entry = min(tables.reversals)
    tables.reversals[RowId(1)] = tables.reversals.pop(entry)


def _closed_early(tables: Tables) -> None:
    closings = [each for each in tables.closed_days.values() if each.day.last_entry]
    closing = next(
        each
        for each in reversed(closings)
        if tables.entries[each.day.last_entry].entry.booking_date == each.day.day
    )
    at = tables.entries[closing.day.last_entry].entry.recorded_at - timedelta(microseconds=1)
    tables.closed_days[closing.day.day] = closing._replace(day=closing.day._replace(closed_at=at))


def _closed_before(tables: Tables) -> None:
    """Put the closing of an empty day between empty days far back."""
    closings = [closing for _, closing in sorted(tables.closed_days.items())]
    ends = [closing.day.last_entry for closing in closings]
    number = next(n for n in range(1, len(ends) - 1) if ends[n - 1] == ends[n] == ends[n + 1])
    day = closings[number].day
    early = day._replace(closed_at=day.closed_at - timedelta(days=10))
    tables.closed_days[day.day] = closings[number]._replace(day=early)


def _unsent(tables: Tables) -> None:
    del tables.outbox[2]


def _total(tables: Tables) -> None:
    tables.day_totals[min(tables.day_totals)] += 1


def _unaudited(audit_event: Callable[[Tables], Any]) -> Damage:
    def damage(tables: Tables) -> None:
        del tables.audit_events[audit_event(tables)]

    return damage


def _released(tables: Tables) -> Any:
    holds = (row.hold for row in tables.holds.values())
    return next(hold.audit_event for hold in holds if hold.status is HoldStatus.RELEASED)


DAMAGE: dict[Proof, list[Damage]] = {
    Proof.ENTRIES_NUMBERED: [_renumbered],
    Proof.HEAD_AT_LAST_ENTRY: [_head(last_entry=_more(1))],
    Proof.TIMES_NEVER_FALL: [_entry(_last, recorded_at=_more(-timedelta(minutes=30)))],
    Proof.VALUE_DATES: [_entry(_last, value_date=_more(timedelta(days=1)))],
    Proof.ENTRIES_BALANCE: [_unbalanced],
    Proof.ENTRIES_HAVE_POSTINGS: [_overstated],
    Proof.ENTRIES_NAME_POSTINGS: [_unnamed],
    Proof.BALANCES_RUN: [_posting(_second_at_till, "balance_minor", 1)],
    Proof.TURNOVER_RUNS: [_posting(_second_at_till, "debits_minor", 1)],
    Proof.BALANCES_STORED: [
        _account(_till, balance_minor=_more(1)),
        _account(_till, sequence=_more(1)),
    ],
    Proof.TURNOVER_STORED: [_account(_till, debits_minor=_more(1))],
    Proof.TURNOVER_COUNTED: [
        _account(_till, day_debits_minor=_more(1)),
        _account(_till, day_balance_minor=_more(1)),
        _account(_till, month_debits_minor=_more(1)),
        _account(_till, month_balance_minor=_more(1)),
        _account(_till, counted_on=_more(timedelta(days=1))),
    ],
    Proof.AVAILABLE_COVERS: [_posting(_last_debit, "available_minor", -1_000_000)],
    Proof.AVAILABLE_BOUNDED: [
        _posting(_last_debit, "available_minor", 1_000_000),
        _posting(_second_at_till, "available_minor", 0),
    ],
    Proof.LIMITS_KEPT: [_limit(kind) for kind in LimitKind if kind is not LimitKind.OVERDRAFT],
    Proof.HOLDS_NUMBERED: [_head(last_hold=_more(1))],
    Proof.HOLDS_ON_ACCOUNTS: [_hold(HoldStatus.RELEASED, account=RowId(1))],
    Proof.HOLDS_SOUND: [
        _hold(HoldStatus.RELEASED, ended_at=None),
        _hold(HoldStatus.RELEASED, status=HoldStatus.CAPTURED),
        _hold(HoldStatus.RELEASED, expires_at=lambda hold: hold.created_at),
    ],
    Proof.HOLDS_ON_OPEN_ACCOUNTS: [_account(_holder, status=_always(AccountStatus.CLOSED))],
    Proof.HOLDS_CAPTURED: [
        _hold(HoldStatus.CAPTURED, captured_minor=lambda hold: hold.captured_minor - 1)
    ],
    Proof.HELD_STORED: [_account(_holder, held_minor=_more(1))],
    Proof.HOLDS_EXPIRE_IN_TIME: [_account(_holder, holds_expire_at=_always(None))],
    Proof.CAPTURES_LINKED: [_entry(_capture, kind=_always(EntryKind.MANUAL))],
    Proof.REVERSALS_LINKED: [lambda tables: tables.reversals.clear()],
    Proof.REVERSALS_MIRROR: [_mislinked],
    Proof.DAYS_IN_ORDER: [_closed_before],
    Proof.ENTRIES_FIT_DAYS: [_closed_early],
    Proof.TOTALS_FROZEN: [_total],
    Proof.ENTRIES_AUDITED: [_unaudited(lambda tables: tables.entries[_last(tables)].audit_event)],
    Proof.HOLDS_AUDITED: [_unaudited(_released)],
    Proof.DAYS_AUDITED: [
        _unaudited(lambda tables: next(iter(tables.closed_days.values())).audit_event)
    ],
    Proof.EVENTS_NUMBERED: [_unsent],
}


def _damages() -> list[tuple[Proof, Damage]]:
    return [(proof, damage) for proof, damages in DAMAGE.items() for damage in damages]


@pytest.fixture
async def used(desk: Desk) -> Desk:
    async def run(use_case: type[Any], command: Any) -> Any:
        return (await desk.ask(use_case, command)).result

    await use_everything(run, desk.bank.clock)
    return desk


async def _findings(desk: Desk) -> list[Finding]:
    return list((await desk.ask(CheckLedger, LedgerCheck(), AUDITOR)).result)


async def test_a_ledger_in_which_everything_was_used_holds(used: Desk) -> None:
    told: list[CheckStep] = []
    assert (await used.ask(CheckLedger, LedgerCheck(told.append), AUDITOR)).result == []
    assert [step.check for step in told] == list(Proof)
    assert {step.check for step in told if not step.looked_at} == NOT_KEPT


@pytest.mark.parametrize(("proof", "damage"), _damages())
async def test_damage_is_found_by_its_proof_alone(used: Desk, proof: Proof, damage: Damage) -> None:
    damage(used.bank.store.committed)
    findings = await _findings(used)
    assert [finding.check for finding in findings] == [proof]
    assert findings[0].count > 0
    assert any(letter.isdigit() for letter in findings[0].offender)


def test_every_proof_of_what_is_kept_in_memory_has_its_damage() -> None:
    assert DAMAGE.keys() == set(Proof) - NOT_KEPT
