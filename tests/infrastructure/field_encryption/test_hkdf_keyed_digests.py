import hashlib
import hmac
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank.application.ports.key_service import DIGESTS
from bank.infrastructure.field_encryption.hkdf_keyed_digests import (
    HkdfKeyedDigests,
    normalised,
)
from bank.infrastructure.keystore.local_key_service import LocalKeyService

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SECRET = bytes(range(32))
DIGESTER = HkdfKeyedDigests(SECRET)


def test_a_digest_is_hmac_under_a_derived_key_over_length_prefixed_parts() -> None:
    """Computed here from the standard library alone: stored digests must survive a rewrite."""
    derived = hmac.digest(SECRET, b"digest\0request\x01", hashlib.sha256)
    message = b"\0\0\0\4POST" + b"\0\0\0\3/v1" + b"\0\0\0\0"
    expected = hmac.digest(derived, message, hashlib.sha256)
    assert DIGESTER.digest("request", "POST", b"/v1", b"") == expected


@given(st.lists(st.text()), st.lists(st.binary(max_size=300)))
def test_first_parts_may_be_fed_once_for_many(first: list[str], rest: list[bytes]) -> None:
    digest = DIGESTER.digester("request", *first)
    assert digest(*rest) == DIGESTER.digest("request", *first, *rest) == digest(*rest)


def test_another_cut_of_the_same_bytes_is_another_digest() -> None:
    cuts = [("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""), ("", "abc"), ()]
    assert len({DIGESTER.digest("request", *cut) for cut in cuts}) == len(cuts)


def test_purposes_columns_and_secrets_have_keys_of_their_own() -> None:
    other = HkdfKeyedDigests(os.urandom(32))
    assert (
        len(
            {
                DIGESTER.digest("email", "x")[:16],
                DIGESTER.digest("phone", "x")[:16],
                DIGESTER.blind_index("email", "x"),
                DIGESTER.blind_index("phone", "x"),
                other.blind_index("email", "x"),
                bytes.fromhex(DIGESTER.pseudonym("x")),
            }
        )
        == 6
    )


@given(st.lists(st.binary(max_size=20), max_size=5))
def test_the_same_parts_give_the_same_digest_again(parts: list[bytes]) -> None:
    assert DIGESTER.digest("p", *parts) == HkdfKeyedDigests(SECRET).digest("p", *parts)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  Anna   Müller ", "anna müller"),
        ("ANNA MÜLLER", "anna müller"),
        ("Anna\u00a0Mu\u0308ller", "anna müller"),
        ("\uff21\uff4e\uff4e\uff41 \tMüller\n", "anna müller"),
        ("STRASSE", "straße"),
        ("\u0130", "i\u0307"),
        ("\ufb01n@example.org", "FIN@example.org"),
    ],
)
def test_values_that_people_call_the_same_have_one_blind_index(typed: str, meant: str) -> None:
    assert DIGESTER.blind_index("name", typed) == DIGESTER.blind_index("name", meant)
    assert len(DIGESTER.blind_index("name", typed)) == 16


def test_different_values_have_different_blind_indexes() -> None:
    assert DIGESTER.blind_index("name", "anna") != DIGESTER.blind_index("name", "an na")


@given(st.text())
def test_normalising_twice_changes_nothing_more(value: str) -> None:
    assert normalised(normalised(value)) == normalised(value)


def test_a_pseudonym_is_32_hexadecimal_digits_and_tells_case_apart() -> None:
    assert len(DIGESTER.pseudonym("user-1")) == 32
    assert int(DIGESTER.pseudonym("user-1"), 16)
    assert DIGESTER.pseudonym("user-1") != DIGESTER.pseudonym("USER-1")


def test_a_rotation_changes_no_digest_until_the_new_version_is_named(tmp_path: Path) -> None:
    keys = LocalKeyService.open_or_create(tmp_path / "keys", NOW)
    before = HkdfKeyedDigests.from_key_service(keys)
    rotated = keys.rotate(DIGESTS.name, NOW)
    reopened = LocalKeyService.open_or_create(tmp_path / "keys", NOW)
    after = HkdfKeyedDigests.from_key_service(reopened)
    renewed = HkdfKeyedDigests.from_key_service(reopened, version=rotated.id)
    assert before.pseudonym("s") == after.pseudonym("s") != renewed.pseudonym("s")
