"""Where no channel is named, nothing is written anywhere, and what is to be told waits."""

import pytest

from bank.application.identity.notices.messenger import Message, MessengerAway
from bank.domain.contacts import Contact
from bank.infrastructure.messaging.no_messenger import NoMessenger


@pytest.mark.parametrize(
    "to", [Contact.email("ada@example.com"), Contact.phone("+442079460958")], ids=str
)
async def test_a_message_waits_and_is_told_to_nobody(
    to: Contact, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(MessengerAway):
        await NoMessenger().send(Message(to=to, subject="Code", text="123456"))
    assert capsys.readouterr() == ("", "")
