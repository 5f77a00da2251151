import pytest

from bank.domain.passwords import (
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


def test_an_imported_password_may_be_shorter_than_a_new_one() -> None:
    assert may_be_password("seven 7")
    assert not may_be_password("")
