import pytest

from bank.domain.passwords import (
    BankWords,
    PasswordOfBankWords,
    PasswordTooLong,
    PasswordTooShort,
    may_be_password,
    refuse_unless_of_length,
)
from bank.domain.refusals import Refusal


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("", PasswordTooShort),
        ("seven 7", PasswordTooShort),
        ("e\u0301" * 7, PasswordTooShort),
        ("eight 88", None),
        ("        ", None),
        ("\ufb03" * 3, None),
        ("x" * 128, None),
        ("e\u0301" * 128, None),
        ("x" * 129, PasswordTooLong),
        ("\ufdfa" * 8, PasswordTooLong),
        ("x" * 100_000, PasswordTooLong),
    ],
)
def test_a_password_has_8_to_128_characters_as_they_are_normalised(
    password: str, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        refuse_unless_of_length(password)
        assert may_be_password(password)
        return
    with pytest.raises(refusal):
        refuse_unless_of_length(password)


WORDS = BankWords.of(("Hafenbank AG", "Quay & Side, the bank", "Spar-Plus"))


def test_words_of_the_bank_are_those_that_mean_something() -> None:
    assert WORDS.words == {"hafenbank", "quay", "side", "bank", "spar", "plus"}


@pytest.mark.parametrize(
    "password",
    [
        "hafenbank",
        "HafenBank2026!",
        "bankbankbank",
        "quay-side-1",
        "Spar+Plus+123",
        "\uff22ank 12345",
    ],
)
def test_a_password_of_the_banks_words_is_refused(password: str) -> None:
    with pytest.raises(PasswordOfBankWords):
        WORDS.refuse_if_all(password)


@pytest.mark.parametrize("password", ["a riverbank at dawn", "bank 12345678", "eight 88"])
def test_a_word_of_the_banks_does_no_harm_where_there_is_enough_besides(password: str) -> None:
    WORDS.refuse_if_all(password)
    BankWords().refuse_if_all(password)


def test_an_imported_password_may_be_shorter_than_a_new_one() -> None:
    assert may_be_password("seven 7")
    assert not may_be_password("")
