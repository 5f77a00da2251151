from datetime import UTC, datetime, timedelta

import pytest

from bank.domain.sign_in_guard import (
    FORGOTTEN_AFTER,
    FREE_FAILURES,
    LONGEST_WAIT,
    Lane,
    SignInThrottled,
)

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def _after(failures: int) -> Lane:
    lane = Lane()
    for _ in range(failures):
        lane = lane.failed(NOW)
    return lane


@pytest.mark.parametrize("failures", range(FREE_FAILURES))
def test_fewer_than_five_failures_are_free(failures: int) -> None:
    lane = _after(failures)
    assert lane.entered(NOW) == lane
    assert not lane.begins_to_wait


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 900), (11, 900), (1000, 900)],
)
def test_from_the_fifth_failure_on_each_doubles_the_wait_to_a_quarter_of_an_hour(
    failures: int, seconds: int
) -> None:
    lane = _after(failures)
    with pytest.raises(SignInThrottled) as refused:
        lane.entered(NOW)
    assert refused.value.context == {"retry_after": seconds}
    with pytest.raises(SignInThrottled) as refused:
        lane.entered(NOW + seconds * SECOND - SECOND / 2)
    assert refused.value.context == {"retry_after": 1}
    assert lane.entered(NOW + seconds * SECOND) == lane


def test_nobody_waits_longer_than_the_longest_wait() -> None:
    assert max(_after(failures).wait for failures in range(50)) == LONGEST_WAIT


def test_the_waiting_begins_once() -> None:
    assert [_after(failures).begins_to_wait for failures in range(4, 8)] == [
        False,
        True,
        False,
        False,
    ]


def test_a_lane_in_which_nothing_failed_for_a_day_begins_anew() -> None:
    lane = _after(9)
    assert lane.entered(NOW + FORGOTTEN_AFTER - SECOND) == lane
    assert lane.entered(NOW + FORGOTTEN_AFTER) == Lane()
