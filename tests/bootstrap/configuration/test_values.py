from datetime import timedelta

import pytest

from bank.bootstrap.configuration.values import (
    Secret,
    format_data_size,
    format_duration,
    parse_boolean,
    parse_data_size,
    parse_duration,
)


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("1500", 1500),
        ("10s", 10_000),
        ("15m", 900_000),
        ("2H", 7_200_000),
        ("30d", 2_592_000_000),
        ("250us", 0.25),
        ("5000ns", 0.005),
        ("PT0.5S", 500),
        ("PT1H30M", 5_400_000),
        ("P1DT1S", 86_401_000),
    ],
)
def test_a_duration_is_read(text: str, milliseconds: float) -> None:
    assert parse_duration(text) == timedelta(milliseconds=milliseconds)


@pytest.mark.parametrize("text", ["", "s", "-1s", "1.5s", "1 week", "PT", "P", "PT1.S", "x10s"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        parse_duration(text)


@pytest.mark.parametrize(("text", "size"), [("7", 7), ("10MB", 10_485_760), ("1 kb", 1024)])
def test_a_data_size_is_read(text: str, size: int) -> None:
    assert parse_data_size(text) == size


@pytest.mark.parametrize("text", ["", "MB", "-1B", "1.5MB", "1XB"])
def test_what_is_no_data_size_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        parse_data_size(text)


def test_truth_is_read_in_the_words_of_yaml() -> None:
    assert [parse_boolean(text) for text in ("true", "YES", "on", "1")] == [True] * 4
    assert [parse_boolean(text) for text in ("false", "No", "off", "0")] == [False] * 4


def test_quantities_are_written_in_their_largest_whole_unit() -> None:
    assert format_duration(timedelta(minutes=15)) == "15m"
    assert format_duration(timedelta(seconds=90)) == "90s"
    assert format_data_size(8 * 1024 * 1024) == "8MB"
    assert format_data_size(1500) == "1500B"


def test_a_secret_never_shows_itself() -> None:
    secret = Secret("hunter2")

    shown = f"{secret} {secret!r} {secret!s} {[secret]}"
    assert "hunter2" not in shown
    assert secret.reveal() == "hunter2"
    assert secret == Secret("hunter2")
    assert secret != Secret("hunter3")
    assert secret != "hunter2"
