"""What hashes passwords, knows the bad ones, and makes one-time codes."""

from collections.abc import AsyncIterable

from dishka import Provider, Scope, provide

from bank.application.identity.factors.one_time_codes import OneTimeCodes
from bank.application.identity.passwords.breached_passwords import BreachedPasswords
from bank.application.identity.passwords.password_hasher import PasswordHasher
from bank.bootstrap.reference_files import open_breached_list, read_common_passwords
from bank.bootstrap.settings import BankSettings
from bank.infrastructure.one_time_codes.pyotp_one_time_codes import PyotpOneTimeCodes
from bank.infrastructure.passwords.argon2_password_hasher import (
    Argon2PasswordHasher,
    HashingTerms,
)
from bank.infrastructure.passwords.listed_passwords import ListedPasswords


class Credentials(Provider):
    """What hashes passwords, knows the bad ones, and makes one-time codes."""

    scope = Scope.APP

    @provide
    async def hasher(self, settings: BankSettings) -> AsyncIterable[PasswordHasher]:
        """Give the hasher, and let its threads go at the end."""
        terms = HashingTerms(
            at_once=settings.passwords.hashing_threads,
            waiting_max=settings.passwords.waiting_max,
            legacy=settings.passwords.legacy_hashes,
        )
        hasher = Argon2PasswordHasher(terms)
        yield hasher
        hasher.close()

    @provide
    async def breached(self, settings: BankSettings) -> AsyncIterable[BreachedPasswords]:
        """Read the short list and open the long one, closed at the end."""
        words = read_common_passwords(settings.passwords.common_list)
        digests = open_breached_list(settings.passwords.breached_list)
        yield ListedPasswords(words, digests)
        if digests is not None:
            digests.close()

    @provide
    def codes(self, settings: BankSettings) -> OneTimeCodes:
        """Give the maker of one-time codes."""
        return PyotpOneTimeCodes(settings.one_time_codes.issuer)
