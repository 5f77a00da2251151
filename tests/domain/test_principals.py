"""Principals are shut out for a while, and let in again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bank.domain.identifiers import RowId
from bank.domain.principals import (
    LockReason,
    Principal,
    PrincipalDeactivated,
    PrincipalKind,
    PrincipalLocked,
    PrincipalNotLocked,
    PrincipalState,
)

ADA = Principal(
    row=RowId(1),
    subject="ada",
    kind=PrincipalKind.CUSTOMER,
    state=PrincipalState.ACTIVE,
    roles=("customer",),
    created_at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
)


def test_who_is_locked_is_not_let_in_before_they_are_unlocked() -> None:
    locked = ADA.locked(LockReason.DEVICE_LOST)
    assert not locked.is_let_in
    assert (locked.lock_reason, locked.version) == (LockReason.DEVICE_LOST, 2)
    unlocked = locked.unlocked()
    assert unlocked.is_let_in
    assert (unlocked.lock_reason, unlocked.version) == (None, 3)


def test_a_lock_ends_with_any_other_state_and_with_no_other_change() -> None:
    locked = ADA.locked(LockReason.OTHER)
    assert locked.changed(roles=("customer", "auditor")).lock_reason is LockReason.OTHER
    gone = locked.changed(state=PrincipalState.DEACTIVATED)
    assert (gone.state, gone.lock_reason) == (PrincipalState.DEACTIVATED, None)


def test_nobody_is_locked_twice_or_after_they_were_let_go_or_unlocked_without_a_lock() -> None:
    with pytest.raises(PrincipalLocked):
        ADA.locked(LockReason.OTHER).locked(LockReason.DECEASED)
    with pytest.raises(PrincipalDeactivated):
        replace(ADA, state=PrincipalState.DEACTIVATED).locked(LockReason.OTHER)
    with pytest.raises(PrincipalNotLocked):
        ADA.unlocked()
