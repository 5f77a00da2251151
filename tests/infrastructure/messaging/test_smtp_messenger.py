"""E-mail to a real SMTP server on this machine."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.smtp_server import (
    HOST,
    PASSWORD,
    USER,
    Certificate,
    LetterBox,
    certificate,
    free_port,
    smtp_server,
)

from bank.application.identity.notices.messenger import Message, MessageRefused, MessengerAway
from bank.domain.contacts import Contact
from bank.infrastructure.messaging.smtp_messenger import SmtpMessenger, SmtpSecurity, SmtpServer

ADA = "ada@example.com"
LETTER = Message(to=Contact.email(ADA), subject="Your code", text="Your code is 123456.")
PLAIN = SmtpServer(
    host=HOST,
    port=0,
    security=SmtpSecurity.NONE,
    sender="Bank <bank@bank.example>",
    timeout_seconds=5,
)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def box() -> LetterBox:
    return LetterBox()


@pytest.fixture
def server() -> SmtpServer:
    return replace(PLAIN, port=free_port())


def _encrypted(server: SmtpServer, security: SmtpSecurity, trusted: Path) -> SmtpServer:
    return replace(server, security=security, trusted=str(trusted))


async def test_a_letter_arrives_as_it_was_written(box: LetterBox, server: SmtpServer) -> None:
    with smtp_server(box, server.port):
        await SmtpMessenger(server).send(LETTER)
    (letter,) = box.letters
    assert (letter["To"], letter["From"]) == (ADA, "Bank <bank@bank.example>")
    assert (letter["Subject"], letter["Auto-Submitted"]) == ("Your code", "auto-generated")
    assert letter.get_content().strip() == "Your code is 123456."


async def test_a_letter_travels_behind_starttls_signed_in(
    box: LetterBox, server: SmtpServer, shown: Certificate
) -> None:
    to = replace(
        _encrypted(server, SmtpSecurity.STARTTLS, shown.file), user=USER, password=PASSWORD
    )
    with smtp_server(box, server.port, starttls=shown.context, sign_in=True):
        await SmtpMessenger(to).send(LETTER)
    assert (len(box.letters), box.encrypted) == (1, [True])


@pytest.mark.slow  # the server takes its time to say no
async def test_a_server_that_knows_another_password_gets_nothing(
    box: LetterBox, server: SmtpServer, shown: Certificate
) -> None:
    to = replace(_encrypted(server, SmtpSecurity.STARTTLS, shown.file), user=USER, password="no")
    serving = smtp_server(box, server.port, starttls=shown.context, sign_in=True)
    with serving, pytest.raises(MessengerAway):
        await SmtpMessenger(to).send(LETTER)
    assert not box.letters


async def test_a_letter_travels_over_tls_from_the_start(
    box: LetterBox, server: SmtpServer, shown: Certificate
) -> None:
    with smtp_server(box, server.port, tls=shown.context):
        await SmtpMessenger(_encrypted(server, SmtpSecurity.TLS, shown.file)).send(LETTER)
    assert (len(box.letters), box.encrypted) == (1, [True])


async def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(
    box: LetterBox, server: SmtpServer, shown: Certificate
) -> None:
    with smtp_server(box, server.port, tls=shown.context), pytest.raises(MessengerAway):
        await SmtpMessenger(replace(server, security=SmtpSecurity.TLS)).send(LETTER)
    assert not box.letters


async def test_a_server_that_offers_no_encryption_gets_nothing(
    box: LetterBox, server: SmtpServer
) -> None:
    with smtp_server(box, server.port), pytest.raises(MessengerAway):
        await SmtpMessenger(replace(server, security=SmtpSecurity.STARTTLS)).send(LETTER)
    assert not box.letters


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("550 no such mailbox", MessageRefused),
        ("451 come again later", MessengerAway),
    ],
)
async def test_a_refused_recipient_is_refused_for_ever_or_for_now(
    box: LetterBox, server: SmtpServer, answer: str, fault: type[Exception]
) -> None:
    box.answers[ADA] = answer
    with smtp_server(box, server.port), pytest.raises(fault):
        await SmtpMessenger(server).send(LETTER)


async def test_a_server_that_is_away_and_comes_back_gets_the_letter(
    box: LetterBox, server: SmtpServer
) -> None:
    messenger = SmtpMessenger(server)
    with pytest.raises(MessengerAway):
        await messenger.send(LETTER)
    with smtp_server(box, server.port):
        await messenger.send(LETTER)
    assert len(box.letters) == 1


async def test_no_address_writes_a_header_of_its_own(box: LetterBox, server: SmtpServer) -> None:
    forged = Contact(LETTER.to.channel, "ada@example.com\r\nBcc: eve@example.com")
    with smtp_server(box, server.port), pytest.raises(MessageRefused):
        await SmtpMessenger(server).send(replace(LETTER, to=forged))
    assert not box.letters


def test_neither_a_password_nor_an_address_shows_itself() -> None:
    assert PASSWORD not in repr(replace(PLAIN, user=USER, password=PASSWORD))
    assert ADA not in repr(LETTER)
