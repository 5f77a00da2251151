"""Passwords: what makes one good enough. No composition rules, and none grows old."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bank.domain.refusals import Kind, Refusal, Severity

LENGTH_MIN = 8
LENGTH_MAX = 128
WORD_MIN = 4
"""Characters of a word of the bank's: shorter ones are in too much."""
SENT_MAX = 4 * LENGTH_MAX
"""Characters as they are sent: marks may stand apart from their letters until ``normalised``."""


class PasswordTooShort(Refusal):
    """A password of fewer characters than eight."""

    code = "password_too_short"
    title = f"A password has at least {LENGTH_MIN} characters."


class PasswordTooLong(Refusal):
    """A password of more characters than may be sent."""

    code = "password_too_long"
    title = f"A password has at most {LENGTH_MAX} characters."


class PasswordBreached(Refusal):
    """A password that whoever guesses will try first."""

    code = "password_breached"
    title = "This password is on lists of passwords that were stolen or are common: choose another."


class PasswordOfBankWords(Refusal):
    """A password that is long enough only by words that whoever guesses here will try."""

    code = "password_of_bank_words"
    title = f"A password has {LENGTH_MIN} characters besides words of this bank, such as its name."


class WrongPassword(Refusal):
    """Not the password of who asks. What counts the attempt stays."""

    code = "wrong_password"
    title = "This is not your password."
    kind = Kind.FORBIDDEN
    severity = Severity.WARNING
    leaves_traces = True


class PasswordInPlace(Refusal):
    """Somebody has a password here, which may be newer than the one that is brought."""

    code = "password_in_place"
    title = "They have a password here already; it stays."
    kind = Kind.CONFLICT


class PasswordHashUnknown(Refusal):
    """A hash of another store that nobody could ever sign in by."""

    code = "password_hash_unknown"
    title = "This hash is of a kind that is not read here, or only with another setting."


def normalised(password: str) -> str:
    """Give the one form of what different keyboards send for the same characters (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def folded(password: str) -> str:
    """Give the form in which passwords are compared with lists: case makes no difference."""
    return normalised(password).casefold()


@dataclass(frozen=True, slots=True)
class BankWords:
    """The words of this bank, which count for nothing in a password: its name, its products.

    They are no secret, and whoever guesses at this bank tries them first. A password may well have
    them; what else there is must be long enough.
    """

    words: frozenset[str] = frozenset()

    @classmethod
    def of(cls, texts: Iterable[str]) -> "BankWords":
        """Give the words of some texts that are long enough to mean anything."""
        words = (word for text in texts for word in re.findall(r"\w+", folded(text)))
        return cls(frozenset(word for word in words if len(word) >= WORD_MIN))

    def without(self, password: str) -> str:
        """Give what is left of a password, folded, once the words are taken out."""
        rest = folded(password)
        for word in sorted(self.words, key=len, reverse=True):
            rest = rest.replace(word, "")
        return rest

    def refuse_if_all(self, password: str) -> None:
        """Refuse with ``PasswordOfBankWords`` what is too short without the words."""
        if len(self.without(password)) < LENGTH_MIN:
            raise PasswordOfBankWords


def refuse_unless_of_length(password: str) -> None:
    """Refuse a password that is too short, or too long; counted after ``normalised``."""
    if len(password) <= SENT_MAX and len(normalised(password)) < LENGTH_MIN:
        raise PasswordTooShort
    if not may_be_password(password):
        raise PasswordTooLong


def may_be_password(password: str) -> bool:
    """Whether a text is short enough to be anybody's password, and not empty."""
    return 0 < len(password) <= SENT_MAX and len(normalised(password)) <= LENGTH_MAX
