"""The place of what carries messages, where no channel is named."""

from bank.application.identity.notices.messenger import (
    EmailMessenger,
    Message,
    MessengerAway,
    SmsMessenger,
)


class NoChannelNamed(MessengerAway):
    """Nothing carries messages yet."""


class NoMessenger(EmailMessenger, SmsMessenger):
    """Takes no message and writes it nowhere: its notice waits, until it is too old."""

    async def send(self, message: Message) -> None:  # noqa: ARG002 - whatever it is
        """Leave it to whoever is named later."""
        raise NoChannelNamed
