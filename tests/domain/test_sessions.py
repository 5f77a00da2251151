"""When a session lets somebody in, and when it is over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank.domain.identifiers import RowId
from bank.domain.sessions import Session, SessionEnd, SessionKind, SessionOver

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MINUTE, INSTANT = timedelta(minutes=1), timedelta(microseconds=1)
SESSION = Session(
    id=UUID(int=1),
    principal=RowId(1),
    subject="ada",
    kind=SessionKind.BROWSER,
    assurance=1,
    created_at=NOW,
    seen_at=NOW,
    idle_limit=5 * MINUTE,
    ends_at=NOW + 12 * MINUTE,
)
moments = st.timedeltas(timedelta(), 20 * MINUTE).map(lambda after: NOW + after)


def test_a_session_is_over_at_its_idle_limit_and_not_a_moment_before() -> None:
    assert SESSION.in_force(NOW + 5 * MINUTE - INSTANT)
    assert not SESSION.in_force(NOW + 5 * MINUTE)


def test_no_use_carries_a_session_beyond_its_last_moment() -> None:
    used = SESSION
    for minute in (4, 8, 11):
        used = used.seen(NOW + minute * MINUTE)
    assert used.good_until == SESSION.ends_at
    assert used.in_force(SESSION.ends_at - INSTANT)
    assert not used.in_force(SESSION.ends_at)


def test_the_first_end_counts() -> None:
    ended = SESSION.ended(SessionEnd.SIGNED_OUT, NOW + MINUTE)
    assert ended.ended(SessionEnd.DEACTIVATED, NOW + 2 * MINUTE) == ended
    assert ended.good_until == NOW + MINUTE
    assert not ended.in_force(NOW + MINUTE)


def test_an_earlier_use_that_is_told_late_changes_nothing() -> None:
    used = SESSION.seen(NOW + 3 * MINUTE)
    assert used.seen(NOW + 2 * MINUTE) == used


def test_whoever_signed_in_proved_it_then_until_they_prove_it_anew() -> None:
    assert SESSION.proved_at == NOW
    proved = SESSION.proved(NOW + 3 * MINUTE)
    assert (proved.proved_at, proved.seen_at) == (NOW + 3 * MINUTE, NOW + 3 * MINUTE)
    assert proved.assurance == SESSION.assurance
    # The clock of another server process may be behind.
    assert proved.proved(NOW + 2 * MINUTE).proved_at == NOW + 3 * MINUTE


def test_no_proof_opens_a_session_that_is_over() -> None:
    for over in (SESSION, SESSION.ended(SessionEnd.SIGNED_OUT, NOW)):
        with pytest.raises(SessionOver):
            over.proved(NOW + 5 * MINUTE)


@given(st.lists(moments, max_size=8).map(sorted), moments)
def test_a_session_is_in_force_as_long_as_no_gap_between_uses_is_too_long(
    uses: list[datetime], at: datetime
) -> None:
    session, last, over = SESSION, NOW, SESSION.ends_at
    for use in uses:
        session = session.seen(use)
        if use >= last + SESSION.idle_limit:
            break
        last = use
    over = min(over, last + SESSION.idle_limit)
    assert session.in_force(at) == (at < over)


@given(moments, moments)
def test_what_has_ended_is_never_seen_again(end: datetime, use: datetime) -> None:
    ended = SESSION.ended(SessionEnd.ENDED_BY_OWNER, end)
    assert ended.seen(use).good_until == ended.good_until
    assert replace(ended.seen(use), seen_at=NOW) == ended


def test_once_everybodys_ended_what_was_opened_until_then_has_and_nothing_else() -> None:
    cut = NOW + MINUTE
    ended = SESSION.cut_off(cut)
    assert (ended.ended_at, ended.end_reason) == (cut, SessionEnd.ENDED_BY_BANK)
    assert SESSION.cut_off(NOW).ended_at == NOW
    assert SESSION.cut_off(NOW - timedelta(microseconds=1)) == SESSION
    assert SESSION.cut_off(None) == SESSION
    signed_out = SESSION.ended(SessionEnd.SIGNED_OUT, NOW)
    assert signed_out.cut_off(cut) == signed_out
    idle = NOW + SESSION.idle_limit
    assert SESSION.cut_off(idle) == SESSION
