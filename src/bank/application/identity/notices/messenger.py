"""What carries a message to somebody outside."""

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import Protocol

from bank.domain.contacts import Contact


class MessageRefused(Exception):
    """Whoever carries messages will not take this one, ever: there is no such address."""


class MessengerAway(Exception):
    """Whoever carries messages is not there, or has no time; later may do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Plain text for one address; ``subject`` is for channels that have one."""

    to: Contact = field(repr=False)
    subject: str
    text: str = field(repr=False)


class Messenger(Protocol):
    """Carries messages; used outside any unit of work, and by several at once."""

    @abstractmethod
    async def send(self, message: Message) -> None:
        """Hand a message over, within half a minute.

        Raises ``MessageRefused`` and ``MessengerAway``; after the latter it may have gone out.
        """


class EmailMessenger(Messenger, Protocol):
    """Carries e-mail."""

    @abstractmethod
    async def send(self, message: Message) -> None:
        """Hand over a message whose address is an e-mail address."""


class SmsMessenger(Messenger, Protocol):
    """Carries short messages to phones; plugins bring one."""

    @abstractmethod
    async def send(self, message: Message) -> None:
        """Hand over a message whose address is a phone number: plus and digits alone."""


class Messengers:
    """Who carries what."""

    def __init__(self, email: EmailMessenger, sms: SmsMessenger) -> None:
        """Take one for each channel."""
        self.email = email
        self.sms = sms
