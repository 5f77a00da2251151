"""E-mail over SMTP, with the standard library's client in a thread."""

import asyncio
import smtplib
import ssl
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from enum import StrEnum
from typing import Final

from bank.application.identity.notices.messenger import (
    EmailMessenger,
    Message,
    MessageRefused,
    MessengerAway,
)

TIMEOUT_SECONDS: Final = 10.0
"""For each step of the exchange."""

_FOR_EVER: Final = range(500, 600)
_AT_ONCE: Final = 4
"""Connections that one process has to the server at most."""


class SmtpSecurity(StrEnum):
    """How the connection is kept private; nothing falls back to less."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """The server, how to talk to it, and from whom messages come.

    ``trusted`` is a file of certificates instead of the machine's.
    """

    host: str
    port: int
    security: SmtpSecurity
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    trusted: str | None = None
    timeout_seconds: float = TIMEOUT_SECONDS


class SmtpMessenger(EmailMessenger):
    """Opens a connection for each message.

    A server that will never take the message, for its recipient or its form, refuses it; any other
    trouble, with the sign-in and the certificate as well, is an operator's to mend, and later may
    do.
    """

    def __init__(self, server: SmtpServer) -> None:
        """Take the server."""
        self._server = server
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._tls = ssl.create_default_context(cafile=server.trusted)

    async def send(self, message: Message) -> None:
        """Hand it over in a thread."""
        async with self._turn:
            await asyncio.to_thread(self._hand_over, message)

    def _hand_over(self, message: Message) -> None:
        try:
            letter = self._letter(message)
        except (MessageError, ValueError):
            raise MessageRefused from None
        try:
            with self._connected() as client:
                client.send_message(letter)
        except smtplib.SMTPRecipientsRefused as refused:
            ((code, _),) = refused.recipients.values()
            raise _fault(code) from None
        except smtplib.SMTPAuthenticationError:
            raise MessengerAway from None
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as refused:
            raise _fault(refused.smtp_code) from None
        except smtplib.SMTPNotSupportedError:
            # The address has characters that the server cannot write.
            raise MessageRefused from None
        except OSError:
            raise MessengerAway from None

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        if server.security is SmtpSecurity.TLS:
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.timeout_seconds, context=self._tls
            )
        else:
            client = smtplib.SMTP(server.host, server.port, timeout=server.timeout_seconds)
        try:
            if server.security is SmtpSecurity.STARTTLS:
                self._encrypt(client)
            if server.user is not None:
                client.login(server.user, server.password or "")
        except BaseException:
            client.close()
            raise
        return client

    def _encrypt(self, client: smtplib.SMTP) -> None:
        try:
            client.starttls(context=self._tls)
        except smtplib.SMTPNotSupportedError:
            # A server that offers no encryption is none of ours, whoever took the offer away.
            raise MessengerAway from None

    def _letter(self, message: Message) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = self._server.sender
        letter["To"] = Address(addr_spec=message.to.value)
        letter["Subject"] = message.subject
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(message.text)
        return letter


def _fault(code: int) -> Exception:
    return MessageRefused() if code in _FOR_EVER else MessengerAway()
