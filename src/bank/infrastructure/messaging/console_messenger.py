"""Messages onto standard output, for development: nobody is reached, and codes can be read."""

import sys
from typing import TextIO

from bank.application.identity.notices.messenger import EmailMessenger, Message, SmsMessenger

_LINE = "-" * 72


class ConsoleMessenger(EmailMessenger, SmsMessenger):
    """Writes each message to a stream of its own, never to the log."""

    def __init__(self, stream: TextIO | None = None) -> None:
        """Take the stream; none is whatever standard output is at the time."""
        self._stream = stream

    async def send(self, message: Message) -> None:
        """Write it in one piece."""
        stream = self._stream or sys.stdout
        told = f"{_LINE}\nTo {message.to}: {message.subject}\n\n{message.text}\n{_LINE}\n"
        stream.write(told)
        stream.flush()
