"""Passwords: what makes one good enough. No composition rules, and none grows old."""

import unicodedata

from bank.domain.refusals import Kind, Refusal, Severity

LENGTH_MIN = 8
LENGTH_MAX = 128
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


def refuse_unless_of_length(password: str) -> None:
    """Refuse a password that is too short, or too long; counted after ``normalised``."""
    if len(password) <= SENT_MAX and len(normalised(password)) < LENGTH_MIN:
        raise PasswordTooShort
    if not may_be_password(password):
        raise PasswordTooLong


def may_be_password(password: str) -> bool:
    """Whether a text is short enough to be anybody's password, and not empty."""
    return 0 < len(password) <= SENT_MAX and len(normalised(password)) <= LENGTH_MAX
