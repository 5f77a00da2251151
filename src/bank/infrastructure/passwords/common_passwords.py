"""The passwords that most people choose, from the list that zxcvbn ships."""

import asyncio

from bank.application.identity.passwords.breached_passwords import BreachedPasswords
from bank.domain.passwords import LENGTH_MIN, folded


class CommonPasswords(BreachedPasswords):
    """More than ten thousand words that are long enough to be passwords, whatever their case.

    The library is loaded at the first question, in a thread: it takes a tenth of a second and some
    15 MB, which a process that nobody sets a password at has no use for. Its estimate of a
    password's strength is not asked, for a text that is made to be slow keeps it busy for seconds.
    """

    def __init__(self) -> None:
        """Have nothing loaded yet."""
        self._words: frozenset[str] | None = None

    async def know(self, password: str) -> bool:
        """Look a password up."""
        if self._words is None:
            self._words = await asyncio.to_thread(_read)
        return folded(password) in self._words


def _read() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 - not before it is asked for

    words = map(folded, FREQUENCY_LISTS["passwords"])
    return frozenset(word for word in words if len(word) >= LENGTH_MIN)
