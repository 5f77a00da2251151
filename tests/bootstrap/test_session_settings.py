"""How long sessions may last is not the operator's alone to say."""

from datetime import timedelta
from pathlib import Path

import pytest

from bank.bootstrap.bank_configuration import bank_settings, load_bank_configuration
from bank.bootstrap.configuration import ConfigurationError
from bank.bootstrap.session_settings import SessionsSettings


def _bound(folder: Path, *arguments: str) -> SessionsSettings:
    configuration = load_bank_configuration(arguments, environment={}, directory=folder)
    return bank_settings(configuration).sessions


def test_customers_have_five_idle_minutes_and_staff_eight_hours_in_all(tmp_path: Path) -> None:
    given = _bound(tmp_path)
    assert given.customer_idle_limit == timedelta(minutes=5)
    assert given.staff_length == timedelta(hours=8)


def test_sessions_may_be_shorter(tmp_path: Path) -> None:
    given = _bound(tmp_path, "--bank.sessions.customer-idle-limit=2m")
    assert given.customer_idle_limit == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("name", "value", "most"),
    [
        ("customer-idle-limit", "6m", "5 minutes"),
        ("customer-idle-limit", "59s", "5 minutes"),
        ("customer-length", "25h", "1440 minutes"),
        ("staff-idle-limit", "481m", "480 minutes"),
        ("staff-length", "9h", "480 minutes"),
        ("proofs-are-fresh", "61m", "60 minutes"),
        ("proofs-are-fresh", "59s", "60 minutes"),
    ],
)
def test_what_is_longer_or_shorter_than_it_may_be_is_refused(
    tmp_path: Path, name: str, value: str, most: str
) -> None:
    with pytest.raises(ConfigurationError, match=f"{name} must be from 1 minute to {most}"):
        _bound(tmp_path, f"--bank.sessions.{name}={value}")
