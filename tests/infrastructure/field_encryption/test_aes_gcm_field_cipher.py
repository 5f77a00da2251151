import os
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank.application.ports.field_cipher import OpenDataKey, SealedValueDamaged
from bank.infrastructure.field_encryption.aes_gcm_field_cipher import (
    AesGcmFieldCipher,
    key_id_of,
)


class Place(TypedDict):
    table: str
    column: str
    row: int | str
    version: int


KEY = OpenDataKey(7, os.urandom(32))
CIPHER = AesGcmFieldCipher()
PLACE = Place(table="customer", column="full_name", row=42, version=3)
NAME = "Zoë Żółć"


@given(value=st.text(), row=st.integers(0, 2**63 - 1) | st.text(), version=st.integers(0, 2**62))
def test_what_is_sealed_opens_in_its_own_place(value: str, row: int | str, version: int) -> None:
    place = Place(table="customer", column="full_name", row=row, version=version)
    sealed = CIPHER.seal(KEY, value, **place)
    assert CIPHER.open(KEY, sealed, **place) == value
    assert len(sealed) == len(value.encode()) + 33
    assert key_id_of(sealed) == KEY.id


@given(st.lists(st.tuples(st.integers(0, 2**63 - 1), st.text())))
def test_a_column_is_sealed_as_its_values_one_by_one(values: list[tuple[int, str]]) -> None:
    """Outcome: each opens in the place of its row, and no two nonces are the same."""
    column = CIPHER.seal_column(KEY, values, table="customer", column="full_name")
    for (row, value), sealed in zip(values, column, strict=True):
        place = Place(table="customer", column="full_name", row=row, version=0)
        assert CIPHER.open(KEY, sealed, **place) == value
    assert len({sealed[5:17] for sealed in column}) == len(values)


def test_equal_values_are_sealed_differently() -> None:
    assert len({CIPHER.seal(KEY, NAME, **PLACE) for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "other",
    [
        Place(table="customers", column="full_name", row=42, version=3),
        Place(table="customer", column="email", row=42, version=3),
        Place(table="customer", column="full_name", row=43, version=3),
        Place(table="customer", column="full_name", row=42, version=2),
        Place(table="customerf", column="ull_name", row=42, version=3),
        Place(table="custome", column="rfull_name", row=42, version=3),
        Place(table="customer", column="full_name4", row="2", version=3),
    ],
)
def test_a_value_moved_to_another_place_is_refused(other: Place) -> None:
    sealed = CIPHER.seal(KEY, NAME, **PLACE)
    with pytest.raises(SealedValueDamaged):
        CIPHER.open(KEY, sealed, **other)


def test_two_rows_that_exchange_their_values_are_both_refused() -> None:
    one = CIPHER.seal(KEY, "one", table="customer", column="email", row=1, version=0)
    two = CIPHER.seal(KEY, "two", table="customer", column="email", row=2, version=0)
    for row, sealed in ((1, two), (2, one)):
        with pytest.raises(SealedValueDamaged):
            CIPHER.open(KEY, sealed, table="customer", column="email", row=row, version=0)


def test_a_number_and_its_text_are_the_same_row() -> None:
    sealed = CIPHER.seal(KEY, NAME, **PLACE)
    assert CIPHER.open(KEY, sealed, table="customer", column="full_name", row="42", version=3)


def test_any_flipped_bit_is_refused() -> None:
    sealed = CIPHER.seal(KEY, NAME, **PLACE)
    for position in range(8 * len(sealed)):
        altered = bytearray(sealed)
        altered[position // 8] ^= 1 << position % 8
        with pytest.raises(SealedValueDamaged):
            CIPHER.open(KEY, bytes(altered), **PLACE)


def test_a_value_cut_short_or_drawn_out_is_refused() -> None:
    sealed = CIPHER.seal(KEY, NAME, **PLACE)
    for altered in [sealed[:length] for length in range(len(sealed))] + [sealed + b"\0"]:
        with pytest.raises(SealedValueDamaged):
            CIPHER.open(KEY, altered, **PLACE)


def test_another_key_is_refused_by_number_and_by_content() -> None:
    sealed = CIPHER.seal(KEY, NAME, **PLACE)
    with pytest.raises(SealedValueDamaged, match="data key 8 did not seal"):
        CIPHER.open(OpenDataKey(8, KEY.plaintext), sealed, **PLACE)
    with pytest.raises(SealedValueDamaged):
        CIPHER.open(OpenDataKey(7, os.urandom(32)), sealed, **PLACE)


@pytest.mark.parametrize("sealed", [b"", b"\2" + bytes(40)])
def test_what_is_no_sealed_value_names_no_key(sealed: bytes) -> None:
    with pytest.raises(SealedValueDamaged):
        key_id_of(sealed)


def test_neither_keys_nor_values_show_in_errors() -> None:
    sealed = CIPHER.seal(KEY, NAME, **PLACE)
    with pytest.raises(SealedValueDamaged) as refused:
        CIPHER.open(OpenDataKey(7, bytes(32)), sealed, **PLACE)
    assert NAME not in str(refused.value)
    assert "42" not in str(refused.value)
    assert repr(KEY) == "OpenDataKey(id=7)"


def test_a_key_that_nobody_holds_any_more_is_not_kept_by_the_cipher() -> None:
    cipher = AesGcmFieldCipher()
    key = OpenDataKey(9, os.urandom(32))
    cipher.seal(key, NAME, **PLACE)
    assert len(cipher._prepared) == 1
    del key
    assert len(cipher._prepared) == 0
