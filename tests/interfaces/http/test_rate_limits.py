from datetime import timedelta

from bank.interfaces.http.rate_limits import RateLimits


def test_a_new_window_forgets_the_old_one() -> None:
    now = [100.0]
    limits = RateLimits(2, timedelta(seconds=60), lambda: now[0])
    assert limits.take("a") == (True, 2, 1, 60)
    now[0] += 30.5
    assert limits.take("a") == (True, 2, 0, 30)
    assert limits.take("a") == (False, 2, 0, 30)
    assert limits.take("b").allowed
    now[0] += 29.5
    assert limits.take("a") == (True, 2, 1, 60)
