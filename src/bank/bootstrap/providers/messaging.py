"""Who carries messages, and on what terms people come and leave."""

from dishka import Provider, Scope, provide

from bank.application.identity.notices.messenger import EmailMessenger, Messengers, SmsMessenger
from bank.application.identity.registration.leave import LeavingTerms
from bank.application.identity.registration.taking_in import RegistrationTerms
from bank.bootstrap.settings import BankSettings
from bank.infrastructure.messaging.console_messenger import ConsoleMessenger
from bank.infrastructure.messaging.no_messenger import NoMessenger
from bank.infrastructure.messaging.no_sms_messenger import NoSmsMessenger
from bank.infrastructure.messaging.smtp_messenger import SmtpMessenger, SmtpSecurity, SmtpServer


class Messaging(Provider):
    """Who carries messages: plugins may provide another ``SmsMessenger`` or ``EmailMessenger``."""

    scope = Scope.APP
    messengers = provide(Messengers)

    @provide
    def email(self, settings: BankSettings) -> EmailMessenger:
        """Give what carries e-mail."""
        notices = settings.notices
        if notices.channel == "none":
            return NoMessenger()
        if notices.channel == "console":
            return ConsoleMessenger()
        smtp = notices.smtp
        trusted = smtp.trusted_certificates
        return SmtpMessenger(
            SmtpServer(
                host=smtp.host,
                port=smtp.port,
                security=SmtpSecurity(smtp.security),
                sender=smtp.sender,
                user=smtp.user,
                password=None if smtp.password is None else smtp.password.reveal(),
                trusted=None if trusted is None else str(trusted),
            )
        )

    @provide
    def registration(self, settings: BankSettings) -> RegistrationTerms:
        """Say where people register by themselves."""
        return RegistrationTerms(settings.registration.branch)

    @provide
    def leaving(self, settings: BankSettings) -> LeavingTerms:
        """Say how long what is known of who has left is kept."""
        return LeavingTerms(settings.registration.retention)

    @provide
    def sms(self, settings: BankSettings) -> SmsMessenger:
        """Give what carries short messages: nothing does, where people are real."""
        if settings.notices.channel == "none":
            return NoMessenger()
        if settings.notices.channel == "console":
            return ConsoleMessenger()
        return NoSmsMessenger()
