"""What notices say, by the way that they go."""

import pytest

from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.notices.wording import message
from bank.domain.contacts import Contact

PHONE, EMAIL = Contact.phone("+491701234567"), Contact.email("ada@example.com")
RISK = "Text messages can be read by whoever takes over your number"
CODES = (NoticeKind.CODE, NoticeKind.INVITATION)


@pytest.mark.parametrize("kind", CODES)
def test_a_code_by_text_message_comes_with_its_risk_and_what_is_safer(kind: NoticeKind) -> None:
    text = message(kind, PHONE, "123456").text
    assert "123456" in text
    assert RISK in text
    assert "an authenticator or a passkey is safer" in text
    assert RISK not in message(kind, EMAIL, "123456").text


def test_what_waits_is_named() -> None:
    about = "staff.change, 0193, until 2026-12-07 10:00 UTC"
    for to in (PHONE, EMAIL):
        text = message(NoticeKind.APPROVAL_WAITS, to, None, about).text
        assert about in text
        assert RISK not in text


@pytest.mark.parametrize("kind", sorted(set(NoticeKind) - set(CODES)))
def test_every_other_notice_has_words_and_none_has_a_place_left_open(kind: NoticeKind) -> None:
    for to in (PHONE, EMAIL):
        text = message(kind, to, None).text
        assert text
        assert not {"{", "}"} & set(text)
        assert RISK not in text
