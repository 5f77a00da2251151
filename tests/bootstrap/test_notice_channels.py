"""By what codes and notices go, as settings say; whoever runs the bank is told."""

import logging

import pytest

from bank.application.identity.notices.messenger import EmailMessenger, Message, Messengers
from bank.bootstrap.bank_configuration import bank_settings, load_bank_configuration
from bank.bootstrap.notice_channels import channels, warn_of
from bank.bootstrap.providers.messaging import Messaging
from bank.infrastructure.messaging.no_sms_messenger import NoSmsMessenger
from bank.interfaces.http.services import Component, HealthStatus


def _of(*arguments: str) -> Component:
    settings = bank_settings(load_bank_configuration(arguments))
    messaging = Messaging()
    return channels(Messengers(messaging.email(settings), messaging.sms(settings)))


def test_as_shipped_nothing_is_sent_and_nothing_printed() -> None:
    assert _of() == Component(HealthStatus.UNKNOWN, {"email": "none", "phone": "none"})


@pytest.mark.parametrize(
    "arguments", ["--bank.profiles.active=demo", "--bank.notices.channel=console"]
)
def test_codes_are_printed_in_the_demo_profile_and_where_the_console_is_named(
    arguments: str,
) -> None:
    assert _of(arguments) == Component(HealthStatus.UP, {"email": "console", "phone": "console"})


def test_the_demo_alone_is_not_its_profile() -> None:
    assert _of("--bank.demo.enabled=true").details["email"] == "none"


def test_a_server_for_mail_carries_no_short_messages() -> None:
    found = _of("--bank.notices.channel=smtp")
    assert found == Component(HealthStatus.UP, {"email": "smtp", "phone": "none"})


def test_what_a_plugin_brings_is_said_to_be_its_own() -> None:
    class Pigeon(EmailMessenger):
        async def send(self, message: Message) -> None:
            """Fly."""

    found = channels(Messengers(Pigeon(), NoSmsMessenger()))
    assert found == Component(HealthStatus.UP, {"email": "plugin", "phone": "none"})


@pytest.mark.parametrize(
    ("channel", "demo", "said"),
    [
        ("none", False, "not sent"),
        ("none", True, "not sent"),
        ("console", False, "standard output"),
        ("console", True, ""),
        ("smtp", False, ""),
    ],
)
def test_the_start_warns(
    caplog: pytest.LogCaptureFixture, channel: str, *, demo: bool, said: str
) -> None:
    with caplog.at_level(logging.WARNING):
        warn_of(_of(f"--bank.notices.channel={channel}"), demo=demo)
    assert said in caplog.text
    assert bool(caplog.records) == bool(said)
