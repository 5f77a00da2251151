"""Passwords in memory, where nothing is written: no hash, no list of any length."""

from bank.application.identity.passwords.breached_passwords import BreachedPasswords
from bank.application.identity.passwords.password_hasher import Compared, PasswordHasher
from bank.domain.passwords import normalised

_NOW, _BEFORE = "{now}", "{before}"


class InMemoryPasswordHasher(PasswordHasher):
    """Keeps passwords as they are, behind ``{now}``; what is behind ``{before}`` is outdated."""

    async def hash(self, password: str) -> str:
        """Give it as it is."""
        return _NOW + password

    async def compare(self, password: str, kept: str | None) -> Compared:
        """Compare both forms of the text."""
        texts = {password, normalised(password)}
        outdated = kept in {_BEFORE + text for text in texts}
        return Compared(
            matches=outdated or kept in {_NOW + text for text in texts}, outdated=outdated
        )

    def reads(self, kept: str) -> bool:
        """Look for either mark."""
        return kept.startswith((_NOW, _BEFORE))


class InMemoryBreachedPasswords(BreachedPasswords):
    """Knows one password."""

    async def know(self, password: str) -> bool:
        """Tell whether it is ``password1``."""
        return normalised(password).casefold() == "password1"
