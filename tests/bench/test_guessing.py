"""What is said of answers that were timed side by side."""

import pytest
from bench.guessing import DOORS, Compared, line

ALIKE = Compared([(0.010, 0.011), (0.012, 0.011), (0.013, 0.012), (0.010, 0.011)] * 25)
TOLD = Compared([(0.020 + n / 1e6, 0.010) for n in range(100)])


def test_the_medians_and_how_often_the_known_took_longer() -> None:
    assert ALIKE.medians == pytest.approx((0.011, 0.011))
    assert (ALIKE.slower, TOLD.slower) == (0.5, 1.0)
    assert TOLD.medians[0] - TOLD.medians[1] == pytest.approx(0.010, rel=0.01)


def test_chance_leaves_a_half_by_the_number_of_pairs() -> None:
    least, most = ALIKE.by_chance
    assert (least, most) == pytest.approx((0.402, 0.598))
    assert least < ALIKE.slower < most < TOLD.slower


def test_the_row_says_it_in_milliseconds() -> None:
    row = line("sign-in", TOLD)
    assert row.startswith("| sign-in | 100 | 20.05 | 10.00 | +10.05 (")
    assert row.endswith("| 100 % (40 to 60 %) |")


def test_no_address_is_asked_about_until_it_waits() -> None:
    assert all(door.times < 5 for door in DOORS.values())
    resets, registrations = DOORS["password reset"], DOORS["registration"]
    assert resets.times + registrations.times < 5, "they are counted together"
    asked = [
        door.whose for door in DOORS.values() if door is not resets and door is not registrations
    ]
    assert len(asked) == len(set(asked)), "failures to sign in are counted together"
