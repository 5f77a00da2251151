"""What hashes passwords, knows the bad ones, and makes one-time codes."""

from collections.abc import AsyncIterable
from urllib.parse import urlsplit

from dishka import Provider, Scope, provide

from bank.application.identity.factors.one_time_codes import OneTimeCodes
from bank.application.identity.passwords.breached_passwords import BreachedPasswords
from bank.application.identity.passwords.comparing_times import ComparingTimes
from bank.application.identity.passwords.password_hasher import PasswordHasher
from bank.bootstrap.reference_files import open_breached_list, read_common_passwords
from bank.bootstrap.settings import BankSettings
from bank.domain.passwords import BankWords
from bank.domain.products import Products
from bank.infrastructure.one_time_codes.pyotp_one_time_codes import PyotpOneTimeCodes
from bank.infrastructure.passwords.argon2_password_hasher import (
    Argon2PasswordHasher,
    HashingTerms,
)
from bank.infrastructure.passwords.common_passwords import CommonPasswords
from bank.infrastructure.passwords.listed_passwords import EveryList, ListedPasswords


class Credentials(Provider):
    """What hashes passwords, knows the bad ones, and makes one-time codes."""

    scope = Scope.APP

    @provide
    def comparing(self, settings: BankSettings) -> ComparingTimes:
        """Give what knows how long comparing takes: as long as the settings say at least."""
        return ComparingTimes(settings.passwords.slowest_comparison)

    @provide
    async def hasher(
        self, settings: BankSettings, times: ComparingTimes
    ) -> AsyncIterable[PasswordHasher]:
        """Give the hasher, and let its threads go at the end."""
        terms = HashingTerms(
            at_once=settings.passwords.hashing_threads,
            waiting_max=settings.passwords.waiting_max,
            legacy=settings.passwords.legacy_hashes,
        )
        hasher = Argon2PasswordHasher(terms, times)
        yield hasher
        hasher.close()

    @provide
    async def breached(self, settings: BankSettings) -> AsyncIterable[BreachedPasswords]:
        """Read the bank's own list and open the long one, closed at the end."""
        words = read_common_passwords(settings.passwords.common_list)
        digests = open_breached_list(settings.passwords.breached_list)
        yield EveryList(CommonPasswords(), ListedPasswords(words, digests))
        if digests is not None:
            digests.close()

    @provide
    def bank_words(self, settings: BankSettings, products: Products) -> BankWords:
        """Give the words of the bank's name and address, of its products, and those it names."""
        names = (settings.passkeys.relying_party_name, settings.one_time_codes.issuer)
        address = urlsplit(settings.tokens.issuer).hostname or ""
        domain = settings.passkeys.relying_party_id or ""
        further = settings.passwords.bank_words
        return BankWords.of((*names, address, domain, *products.codes, *further))

    @provide
    def codes(self, settings: BankSettings) -> OneTimeCodes:
        """Give the maker of one-time codes."""
        terms = settings.one_time_codes
        return PyotpOneTimeCodes(terms.issuer, terms.steps_off)
