from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank.domain.identifiers import (
    ROW_ID_MAX,
    milliseconds,
    milliseconds_of,
    public_id,
    public_id_at,
    row_of,
)

moments = st.datetimes(
    datetime(1970, 1, 1),  # noqa: DTZ001 - Hypothesis wants its bounds without a zone
    datetime(9999, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
rows = st.integers(0, ROW_ID_MAX)


@given(moment=moments, row=rows)
def test_a_public_id_carries_its_row_and_its_millisecond(moment: datetime, row: int) -> None:
    identifier = public_id(moment, row)
    assert row_of(identifier) == row
    assert milliseconds_of(identifier) == milliseconds(moment)
    assert identifier == public_id_at(milliseconds(moment), row)
    assert (identifier.version, identifier.variant) == (7, "specified in RFC 4122")


@given(one=st.tuples(moments, rows), other=st.tuples(moments, rows))
def test_public_ids_sort_by_time_and_then_by_row(
    one: tuple[datetime, int], other: tuple[datetime, int]
) -> None:
    places = [(milliseconds(moment), row) for moment, row in (one, other)]
    assert (public_id(*one) < public_id(*other)) == (places[0] < places[1])


@given(number=st.integers(0, 2**128 - 1))
def test_an_id_carries_a_row_only_if_it_is_as_the_bank_makes_them(number: int) -> None:
    identifier = UUID(int=number)
    row = row_of(identifier)
    if row is not None:
        assert public_id_at(milliseconds_of(identifier), row) == identifier


@pytest.mark.parametrize(
    "text",
    [
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "886313e1-3b8a-5372-9b90-0c9aee199e5d",  # version 5
        "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",  # version 4
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",  # version 7 of somebody else's making
        "017f22e2-79b0-7000-18c4-dc0c0c07398f",  # another variant
        "01a228a0-d7b0-7000-9daa-cc6dd6519f2f",  # a counter of a library's, in its first place
        "01a228a0-d7b0-7000-8001-000000000001",  # one bit more than a row has
    ],
)
def test_ids_of_others_carry_no_row(text: str) -> None:
    assert row_of(UUID(text)) is None


def test_milliseconds_are_rounded_down() -> None:
    moment = datetime(1970, 1, 1, 0, 0, 1, 999, tzinfo=UTC)
    assert milliseconds(moment) == 1000
    assert milliseconds(moment - timedelta(seconds=2)) == -1000
