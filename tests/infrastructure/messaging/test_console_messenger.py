from io import StringIO

import pytest

from bank.application.identity.notices.messenger import Message
from bank.domain.contacts import Contact
from bank.infrastructure.messaging.console_messenger import ConsoleMessenger

LETTER = Message(to=Contact.email("ada@example.com"), subject="Your code", text="It is 123456.")


async def test_a_message_is_written_whole_to_its_own_stream() -> None:
    stream = StringIO()
    await ConsoleMessenger(stream).send(LETTER)
    written = stream.getvalue()
    assert "To email:ada@example.com: Your code" in written
    assert "It is 123456." in written


async def test_without_a_stream_it_is_standard_output_and_never_the_log(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    await ConsoleMessenger().send(LETTER)
    assert "123456" in capsys.readouterr().out
    assert not caplog.records
