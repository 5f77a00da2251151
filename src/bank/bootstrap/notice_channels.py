"""What carries codes and notices here; operators are told, and warned where nothing does."""

import logging

from bank.application.identity.notices.messenger import Messenger, Messengers
from bank.infrastructure.messaging.console_messenger import ConsoleMessenger
from bank.infrastructure.messaging.no_messenger import NoMessenger
from bank.infrastructure.messaging.no_sms_messenger import NoSmsMessenger
from bank.infrastructure.messaging.smtp_messenger import SmtpMessenger
from bank.interfaces.http.services import Component, HealthStatus

_NONE, _CONSOLE = "none", "console"
_NAMES: dict[type[Messenger], str] = {
    NoMessenger: _NONE,
    NoSmsMessenger: _NONE,
    ConsoleMessenger: _CONSOLE,
    SmtpMessenger: "smtp",
}
_UNSENT = (
    "codes and notices are not sent: they are kept, and given up once they are too old;"
    " set bank.notices.channel=smtp"
)
_PRINTED = "codes go to standard output; for real people set bank.notices.channel=smtp"
_log = logging.getLogger(__name__)


def channels(messengers: Messengers) -> Component:
    """Give by what e-mail and short messages go; unknown is how the bank fares without e-mail."""
    email, phone = (_name_of(each) for each in (messengers.email, messengers.sms))
    status = HealthStatus.UNKNOWN if email == _NONE else HealthStatus.UP
    return Component(status, {"email": email, "phone": phone})


def warn_of(notices: Component, *, demo: bool) -> None:
    """Warn of a bank that tells nobody anything, or whoever reads its output everything."""
    email = notices.details["email"]
    if email == _NONE:
        _log.warning(_UNSENT)
    elif email == _CONSOLE and not demo:
        _log.warning(_PRINTED)


def _name_of(messenger: Messenger) -> str:
    return _NAMES.get(type(messenger), "plugin")
