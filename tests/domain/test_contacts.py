"""Addresses: what is one, what is written how, and which read alike."""

import pytest

from bank.domain.contacts import Channel, Contact, InvalidContact, sign_in_name


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("+44 20 7946 0000", "+442079460000"),
        ("+49 (30) 901820-0", "+49309018200"),
        ("+1.202.555.0123", "+12025550123"),
        ("0049 30 901820-0", "+49309018200"),
        ("(00) 44 20 7946 0000", "+442079460000"),
    ],
)
def test_a_phone_number_is_plus_and_digits(written: str, value: str) -> None:
    assert Contact.phone(written) == Contact(Channel.PHONE, value)


@pytest.mark.parametrize(
    "written",
    [
        "+49 151 23456789",
        "0049 151 23456789",
        "+49-151/2345 6789",
        "\uff0b\uff14\uff19\u00a0151\u00a023456789",
    ],
)
def test_a_phone_number_is_one_name_however_it_is_written(written: str) -> None:
    assert sign_in_name(written) == "+4915123456789"


@pytest.mark.parametrize("written", ["ada@example.com", "Ada L.", "0151 23456789", "teller-7", ""])
def test_any_other_name_stays_as_it_is_written(written: str) -> None:
    assert sign_in_name(written) == written


@pytest.mark.parametrize(
    "written",
    ["", "020 7946 0000", "+0 20 7946", "000 20 7946", "+44", "+44 20 seven", "+" + "1" * 19],
)
def test_a_number_without_its_country_is_none(written: str) -> None:
    with pytest.raises(InvalidContact):
        Contact.phone(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ada",
        "@example.com",
        "ada@",
        "ada@a@b.example",
        "ada lovelace@example.com",
        "ada@example.com\r\nBcc: eve@example.com",
        "<ada@example.com>",
        "ada,eve@example.com",
        "ada\u202e@example.com",
        "a" * 250 + "@example.com",
    ],
)
def test_what_could_be_taken_for_more_than_one_address_is_none(written: str) -> None:
    with pytest.raises(InvalidContact):
        Contact.email(written)


@pytest.mark.parametrize("text", ["email:ada@example.com", "phone:+442079460000"])
def test_a_contact_is_read_from_its_own_text(text: str) -> None:
    assert str(Contact.of(text)) == text


@pytest.mark.parametrize("text", ["ada@example.com", "fax:+442079460000", "email:", "phone:1"])
def test_any_other_text_is_none(text: str) -> None:
    with pytest.raises(InvalidContact):
        Contact.of(text)


def test_case_and_width_make_no_difference_and_the_channel_does() -> None:
    ada = Contact.email("ada@example.com")
    assert ada.is_like(Contact.email("ADA@example.com"))
    assert ada.is_like(Contact.email("\uff41da@example.com"))
    assert not ada.is_like(Contact.email("eve@example.com"))
    assert not ada.is_like(Contact(Channel.PHONE, "ada@example.com"))


def test_a_contact_does_not_show_itself() -> None:
    assert "ada" not in repr(Contact.email("ada@example.com"))
