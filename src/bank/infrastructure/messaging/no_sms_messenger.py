"""The place of what carries short messages, where no plugin brings it."""

from bank.application.identity.notices.messenger import Message, MessageRefused, SmsMessenger


class NoSmsMessenger(SmsMessenger):
    """Takes no message: better that a code does not arrive than that it is read by others."""

    async def send(self, message: Message) -> None:  # noqa: ARG002 - whatever it is
        """Refuse it for ever; the audit trail says that its notice was given up."""
        raise MessageRefused
