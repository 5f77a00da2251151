import pytest

from bank.domain.account_names import (
    ExternalReferenceInvalid,
    looks_like_number,
    may_be_name,
    number_form,
    refuse_external_reference,
)

NUMBERS = [
    "DE89370400440532013000",
    "de89370400440532013000",
    "De89 3704 0044 0532 0130 00",
    " DE89\u00a03704\u20090044 0532 0130 00",
    "\uff24\uff25\uff18\uff19370400440532013000",
    "DE89-3704-0044-0532-0130-00",
    "de89.3704_0044~0532.0130.00",
    "DE00000000000000000000",
    "NO9386011117947",
    "MT84MALT011000012345MTLCAST001S",
]
IDS = [
    "0b0e5f5e-9d7a-4e0c-8d3b-1f2a3b4c5d6e",
    "0B0E5F5E-9D7A-4E0C-8D3B-1F2A3B4C5D6E",
    "ab12cdef0123456789abcdef01234567",
    "{0b0e5f5e-9d7a-4e0c-8d3b-1f2a3b4c5d6e}",
    "urn:uuid:0b0e5f5e-9d7a-4e0c-8d3b-1f2a3b4c5d6e",
]
NO_NAMES = [
    "",
    " ",
    "\t",
    "\u2003",
    "a\0",
    "a\n",
    "\u00e9\n",
    "a\u202eb",
    "\u200b",
    "\ud800",
    "a" * 65,
]
REFERENCES = [
    "shop-1",
    "4711",
    "crm.4711~x_y",
    "demo-landlord-savings",
    "ab12-customer-17",
    "run-customer-000017",
    "a" * 64,
]


@pytest.mark.parametrize("name", [*NUMBERS, *IDS, *NO_NAMES])
def test_what_reads_as_another_name_or_as_none_is_no_reference(name: str) -> None:
    with pytest.raises(ExternalReferenceInvalid) as refused:
        refuse_external_reference(name)
    assert not name.strip() or name not in refused.value.detail


@pytest.mark.parametrize("name", REFERENCES)
def test_other_names_are(name: str) -> None:
    refuse_external_reference(name)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_recognised_in_any_spelling(name: str) -> None:
    assert looks_like_number(name)
    assert may_be_name(name)


@pytest.mark.parametrize("name", [*IDS, *REFERENCES])
def test_neither_ids_nor_references_look_like_numbers(name: str) -> None:
    assert not looks_like_number(name)


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_cannot_be_seen_whole_is_no_name(name: str) -> None:
    assert not may_be_name(name)


def test_spellings_of_a_number_have_one_form() -> None:
    assert {number_form(name) for name in NUMBERS[:5]} == {"de89370400440532013000"}
