"""Where nothing carries short messages, none goes anywhere."""

import pytest

from bank.application.identity.notices.messenger import Message, MessageRefused
from bank.domain.contacts import Contact
from bank.infrastructure.messaging.no_sms_messenger import NoSmsMessenger


async def test_a_short_message_is_refused_and_told_to_nobody(
    capsys: pytest.CaptureFixture[str],
) -> None:
    message = Message(to=Contact.phone("+442079460958"), subject="Code", text="123456")
    with pytest.raises(MessageRefused):
        await NoSmsMessenger().send(message)
    assert capsys.readouterr() == ("", "")
