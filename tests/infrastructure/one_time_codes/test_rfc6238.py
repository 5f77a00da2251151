"""The authenticator that tests fall back on is judged by the standard, and by another programme."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from tests import rfc6238
from tests.infrastructure.one_time_codes.test_pyotp_one_time_codes import RFC_SECRET, RFC_VECTORS
from tests.oathtool import oathtool
from tests.rfc6238 import independent_code, one_time_code

NOW = datetime(2026, 11, 29, 19, 0, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "code"), RFC_VECTORS)
def test_it_shows_the_codes_of_the_standard(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert one_time_code(RFC_SECRET, at, digits=8) == code
    assert one_time_code(RFC_SECRET, at) == code[2:]


@pytest.mark.parametrize("length", [16, 20, 32])
def test_it_shows_what_another_programme_shows(length: int) -> None:
    secret = base64.b32encode(bytes(range(length))).decode().rstrip("=")
    for seconds in (0, 29, 30, 86_400):
        at = NOW + timedelta(seconds=seconds)
        assert one_time_code(secret, at) == oathtool(secret, at)


def test_where_the_programme_is_missing_it_takes_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rfc6238, "which", lambda _name: None)
    assert independent_code(RFC_SECRET, NOW) == one_time_code(RFC_SECRET, NOW)
