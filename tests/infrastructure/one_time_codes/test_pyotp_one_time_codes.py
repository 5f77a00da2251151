import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from tests.oathtool import oathtool

from bank.infrastructure.one_time_codes.pyotp_one_time_codes import PyotpOneTimeCodes

CODES = PyotpOneTimeCodes("Bank of Tests")
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC_VECTORS = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]
"""RFC 6238, appendix B, for SHA-1; of its eight digits the last six are ours."""

NOW = datetime(2026, 11, 29, 19, 0, tzinfo=UTC)
STEP = timedelta(seconds=30)


@pytest.mark.parametrize(("seconds", "code"), RFC_VECTORS)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert CODES.matching_step(RFC_SECRET, code[2:], now, after=None) == seconds // 30


@pytest.mark.parametrize(("steps", "matches"), [(-2, False), (-1, True), (0, True), (1, True)])
def test_an_independent_authenticator_may_be_a_step_ahead_or_behind(
    steps: int, matches: bool
) -> None:
    code = oathtool(RFC_SECRET, NOW + steps * STEP)
    step = CODES.matching_step(RFC_SECRET, code, NOW, after=None)
    assert step == (int(NOW.timestamp()) // 30 + steps if matches else None)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_bank_may_take_the_code_that_is_shown_and_no_other(steps: int) -> None:
    strict = PyotpOneTimeCodes("Bank of Tests", steps_off=0)
    code = oathtool(RFC_SECRET, NOW + steps * STEP)
    assert (strict.matching_step(RFC_SECRET, code, NOW, after=None) is not None) == (steps == 0)


def test_a_step_counts_once_and_none_before_it() -> None:
    code = oathtool(RFC_SECRET, NOW)
    step = CODES.matching_step(RFC_SECRET, code, NOW, after=None)
    assert step is not None
    assert CODES.matching_step(RFC_SECRET, code, NOW, after=step) is None
    assert CODES.matching_step(RFC_SECRET, code, NOW, after=step - 1) == step
    before = oathtool(RFC_SECRET, NOW - STEP)
    assert CODES.matching_step(RFC_SECRET, before, NOW, after=step) is None


def test_spaces_do_not_matter_and_what_is_no_code_is_none() -> None:
    code = oathtool(RFC_SECRET, NOW)
    assert CODES.matching_step(RFC_SECRET, f" {code[:3]} {code[3:]}", NOW, after=None)
    for text in ("", "12345", "1234567", "abcdef", "\uff11" * 6, "12345\u0665", code + "0"):
        assert CODES.matching_step(RFC_SECRET, text, NOW, after=None) is None


def test_a_secret_whose_key_was_destroyed_matches_nothing() -> None:
    assert CODES.matching_step("(erased)", "123456", NOW, after=None) is None


def test_the_address_is_what_authenticators_scan() -> None:
    address = urlsplit(CODES.provisioning_uri(RFC_SECRET, "my phone: blue"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert unquote(address.path) == "/Bank of Tests:my phone  blue"
    assert parse_qs(address.query) == {"secret": [RFC_SECRET], "issuer": ["Bank of Tests"]}
